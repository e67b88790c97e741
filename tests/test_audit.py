"""The reading of Lighthouse's marks; that it runs is seen by `make audit`."""

from datetime import date, timedelta
from typing import Any

import pytest

from generator.directory import inspect
from tests.audit.__main__ import moved
from tests.audit.marks import DEMANDED, Marks, middle, read_marks, table
from tests.building import ROOT, clock_on


def marks(performance: int = 100, bytes_sent: int = 9_000, **others: int) -> Marks:
    return Marks(dict.fromkeys(DEMANDED, 100) | {"performance": performance} | others, bytes_sent, frozenset())


@pytest.mark.parametrize("found", [marks(97), marks(seo=99), marks(bytes_sent=20_001)])
def test_too_little_is_told(found: Marks) -> None:
    """A point below in any category, or a byte too much."""
    assert not found.suffice
    assert "falls short" in table({"/": found})


def test_what_is_demanded_suffices() -> None:
    """And is told beside the marks."""
    found = marks(98, 20_000)
    assert found.suffice
    assert [line.split() for line in table({"/": found}).splitlines()[1:]] == [
        ["/", "98", "100", "100", "100", "20000", "ok"],
        ["demanded", "98", "100", "100", "100", "20000"],
    ]


def test_one_slow_run_of_three_decides_nothing() -> None:
    """The middle does; but a run that sent more is not forgotten."""
    found = middle([marks(99), marks(60, bytes_sent=10_000), marks(98)])
    assert (found.of["performance"], found.bytes_sent) == (98, 10_000)


def test_a_report_is_read() -> None:
    """Points of each category, and what cost them."""
    shift = {"id": "shift", "score": 0.2, "displayValue": "0.4", "scoreDisplayMode": "numeric", "title": "Moves"}
    weight = {"id": "total-byte-weight", "numericValue": 9000.0}
    report: dict[str, Any] = {"audits": {"shift": shift, "total-byte-weight": weight}}
    report["categories"] = {name: {"score": 1, "auditRefs": []} for name in DEMANDED}
    report["categories"]["performance"] = {"score": 0.81, "auditRefs": [{"id": "shift", "weight": 25}]}
    found = read_marks(report)
    assert (found.of["performance"], found.of["seo"], found.bytes_sent) == (81, 100, 9000)
    assert found.why == {"shift 0.4"}


def test_a_page_that_did_not_load_has_no_marks() -> None:
    """Zero of nothing is not taken for a measurement."""
    with pytest.raises(ValueError, match="refused"):
        read_marks({"runtimeError": {"code": "X", "message": "connection refused"}})


@pytest.mark.parametrize("days", [0, 6, 7, 2436])
def test_the_founding_case_can_be_moved(days: int, tmp_path: Any) -> None:
    """To any day: it stays without a fault, and the counter is closed then as it was on its Tuesday."""
    today = date(2020, 3, 24) + timedelta(days=days)
    path = tmp_path / "contacts.yml"
    path.write_text(moved((ROOT / "contacts.yml").read_text(encoding="utf-8"), today), encoding="utf-8")
    found = inspect(path, clock=clock_on(today))
    assert found.directory is not None
    closure = found.directory.closures["loket-tutup-2020-03"]
    assert closure.until is not None
    assert closure.from_ <= today <= closure.until
    assert closure.from_.weekday() == 0
