"""history: what was told before, and what follows from it for the next build."""

import dataclasses
import json
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.directory import Interval
from generator.history import (
    HISTORY_NAME,
    KEPT,
    History,
    Told,
    history_as_json,
    history_in,
    history_of,
    published_history,
    revised,
)
from tests.building import at

NOW = at("2020-03-24T10:00")
CLOSURE = Told(title="Loket tutup", first=date(2020, 3, 23), last=date(2020, 4, 5), posted=date(2020, 3, 23))
ONCE = revised({}, {"id/feed/tutup": CLOSURE}, NOW)

DAYS = st.dates(date(2020, 1, 1), date(2022, 12, 31))
THINGS = st.builds(
    Told,
    title=st.sampled_from(["a", "b"]),
    first=DAYS,
    last=st.none() | DAYS,
    hours=st.none() | st.just(Interval(480, 720)),
    posted=DAYS,
)
TOLD = st.dictionaries(st.sampled_from(["id/feed/x", "id/feed/y", "id/calendar/z"]), THINGS)
INSTANTS = st.integers(-90, 900).map(lambda days: NOW + timedelta(days=days, minutes=7 * days))
BUILDS = st.lists(st.tuples(TOLD, INSTANTS), max_size=6)


def after(builds: list[tuple[dict[str, Told], datetime]]) -> History:
    history: History = {}
    for told, now in builds:
        history = revised(history, told, now)
    return history


def only(history: History) -> tuple[int, str, bool]:
    """Number, instant of the last change, and whether it is cancelled, of the one revision."""
    (revision,) = history.values()
    return revision.sequence, revision.changed.isoformat(), revision.cancelled


def test_what_is_new_is_as_old_as_it_was_posted() -> None:
    """The first build after an upgrade does not tell last month's news as of this minute."""
    assert only(ONCE) == (0, "2020-03-22T17:00:00+00:00", False)


def test_what_is_posted_for_later_is_told_now() -> None:
    """No instant lies in the future."""
    coming = dataclasses.replace(CLOSURE, posted=date(2020, 4, 1))
    assert only(revised({}, {"k": coming}, NOW)) == (0, "2020-03-24T03:00:00+00:00", False)


@pytest.mark.parametrize("change", [{"title": "x"}, {"last": None}, {"hours": Interval(0, 60)}, {"more": ("x",)}])
def test_what_reads_otherwise_rises(change: dict[str, Any]) -> None:
    """Each thing that a reader sees is part of the sign."""
    changed = dataclasses.replace(CLOSURE, **change)
    assert only(revised(ONCE, {"id/feed/tutup": changed}, NOW)) == (1, "2020-03-24T03:00:00+00:00", False)


def test_what_vanishes_before_its_end_is_called_off() -> None:
    """Whoever has it in a calendar is told; the last day still counts."""
    assert only(revised(ONCE, {}, at("2020-04-05T23:59")))[::2] == (1, True)
    assert only(revised(ONCE, {}, at("2020-04-06T00:00")))[::2] == (0, False)


def test_what_comes_back_is_told_anew() -> None:
    """Its number rises once more, and the day on which it was first told stays."""
    earlier = revised({}, {"id/feed/tutup": CLOSURE}, NOW - timedelta(days=9))
    back = revised(revised(earlier, {}, NOW), {"id/feed/tutup": CLOSURE}, NOW + timedelta(days=1))
    assert only(back) == (2, "2020-03-25T03:00:00+00:00", False)
    assert [item.published for item in back.values()] == [NOW - timedelta(days=9)]


def test_a_cancelled_entry_is_kept_for_400_days() -> None:
    """Long enough for any program that still asks."""
    cancelled = revised(ONCE, {}, NOW)
    assert revised(cancelled, {}, NOW + KEPT) == cancelled
    assert revised(cancelled, {}, NOW + KEPT + timedelta(days=1)) == {}


@given(BUILDS, TOLD, INSTANTS)
def test_no_number_and_no_instant_ever_falls(builds: list[Any], told: dict[str, Told], now: datetime) -> None:
    """Whatever is told, and whenever: also where a build of an archive names a day long past."""
    before = after(builds)
    for key, revision in revised(before, told, now).items():
        old = before.get(key)
        assert old is None or (revision.sequence >= old.sequence and revision.changed >= old.changed)
        assert old is None or revision.sequence > old.sequence or revision == old


@given(BUILDS, TOLD, INSTANTS)
def test_telling_the_same_twice_changes_nothing(builds: list[Any], told: dict[str, Told], now: datetime) -> None:
    """A nightly build without news gives the same history."""
    once = revised(after(builds), told, now)
    assert revised(once, told, now) == once
    assert {key for key in told if once[key].cancelled} == set()


@given(BUILDS)
def test_a_history_is_read_as_it_was_written(builds: list[Any]) -> None:
    """Nothing is lost on the way to the next build, and equal histories are equal bytes."""
    written = history_as_json(after(builds))
    assert history_in(json.loads(written)) == after(builds)
    assert history_as_json(history_in(json.loads(written))) == written


@pytest.mark.parametrize(
    "spoil",
    [
        {"version": 2},
        {"told": []},
        {"told": {"k": {}}},
        {"told": {"k": 1}},
        *(
            {"told": {"k": {"sequence": 0, **wrong}}}
            for wrong in (
                {"sequence": -1},
                {"sequence": 2**31},
                {"first": "9999-12-31"},
                {"changed": "2020-01-01T00:00"},
                {"changed": "0001-01-01T00:00:00+14:00"},
                {"hours": "never"},
                {"title": None},
            )
        ),
    ],
)
def test_what_we_did_not_write_is_no_history(tmp_path: Path, spoil: dict[str, Any]) -> None:
    """A later version's file, or somebody else's, is as none: the build goes on."""
    good = json.loads(history_as_json(ONCE))
    plain = good["told"]["id/feed/tutup"]
    told = {
        key: {**plain, **item} if item and isinstance(item, dict) else item
        for key, item in dict(spoil.get("told") or {}).items()
    }
    (tmp_path / HISTORY_NAME).write_text(json.dumps({**good, **spoil, **({"told": told} if told else {})}))
    assert history_of(published_history(tmp_path)) == {}


@pytest.mark.parametrize("content", [b"", b"\xff", b"[" * 100_000, b"1", b"{}", b'{"version": 1, "told": null}'])
def test_what_cannot_be_read_is_no_history(tmp_path: Path, content: bytes) -> None:
    """Nor does a file that was cut off stop a build."""
    (tmp_path / HISTORY_NAME).write_bytes(content)
    assert history_of(published_history(tmp_path)) == {}


def test_a_site_that_never_had_one_has_none(tmp_path: Path) -> None:
    """As on the first build, and on the first after an upgrade; what was written is found again."""
    assert history_of(published_history(tmp_path / "site")) == {}
    (tmp_path / HISTORY_NAME).write_text(history_as_json(ONCE))
    assert history_of(published_history(tmp_path)) == ONCE
