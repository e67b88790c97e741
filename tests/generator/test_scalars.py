"""Each kind of scalar: whatever its parser reads fits, with quotation marks and without."""

import string
from datetime import date
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from generator.directory import WrongTextError, values
from generator.directory.shape import Reader, Setting
from generator.scalars import PARSERS, SPELLINGS
from tests.generator.editors import as_editors_read, validator
from tests.generator.good_files import ODD_IDS, ODD_WORDS, PARSERS_WITH_TEXTS, needs_quotes


def fits(kind: str, value: Any) -> bool:
    definition = "".join(part.capitalize() for part in kind.split("_"))
    return validator(definition=definition).is_valid(value)


def is_read(kind: str, text: str) -> bool:
    """Whether the reader takes this text for a value of its kind."""
    if kind == "words":
        return text.strip() != ""
    parse = getattr(values, kind)
    try:
        parse(text, "ID") if kind in {"telephone", "whatsapp_number"} else parse(text)
    except WrongTextError:
        return False
    return True


def test_every_plain_type_of_the_reader_has_a_kind() -> None:
    """None is forgotten, and none is left over."""
    assert PARSERS.keys() == Reader(Setting(("id",), "ID"))._scalars.keys()
    assert all(hasattr(values, kind) for kind in SPELLINGS.keys() - {"words"})


@st.composite
def nearly(draw: st.DrawFn) -> tuple[str, str]:
    """A kind, and a text that it reads or nearly reads."""
    kind = draw(st.sampled_from(sorted(SPELLINGS)))
    text = draw(PARSERS_WITH_TEXTS[kind] | st.sampled_from(ODD_IDS + ODD_WORDS))
    for _ in range(draw(st.integers(0, 2))):
        at = draw(st.integers(0, len(text)))
        instead: str = draw(st.sampled_from(["", *string.printable, *"–—é٣４\x85\xa0\u2003\ufeff\u212a\u017f"]))
        text = text[:at] + instead + text[at + draw(st.integers(0, 1)) :]
    return kind, text


@given(typed=st.lists(nearly(), min_size=30, max_size=30))
@example([("telephone", text) for text in ("-112", "1.12", ".112", "110.", "+6281230060440", "１１２")])
@example([("slug", text) for text in ("1e5", "15e-1", "1e-5", "0x1f", "0o17", "true", "9" * 80)])
def test_what_is_read_fits(typed: list[tuple[str, str]]) -> None:
    """As text in quotation marks, and as what an editor makes of it where it needs none."""
    for kind, text in typed:
        if is_read(kind, text):
            assert fits(kind, text), (kind, text)
            assert needs_quotes(text) or fits(kind, as_editors_read(f"{{k: {text}}}")["k"]), (kind, text)


@pytest.mark.parametrize(
    ("kind", "refused"),
    [
        ("words", ["", " ", "\xa0\n", None, [], {}]),
        ("slug", ["", "A", "a-", "a" * 81, -1, None]),
        ("whole_number", ["", "-1", "1.5", "1" * 13, -1, 1.5, 10**12, True, None]),
        ("positive_number", ["0", "00", 0, -1, 1.5]),
        ("latitude", ["90.1", "95", "7,6", "7.", 90.1, -91, True]),
        ("longitude", ["181", "180.1", "+7", 181, -181]),
        ("truth", ["1", "on", "kadang", 1, None]),
        (
            "calendar_date",
            ["25-12-2026", "2026-13-01", "2026-00-10", "2026-01-32", "1999-12-31", "2200-01-01", 20200323],
        ),
        ("interval", ["8-15", "08:60-09:00", "08:00-24:01", "25:00-26:00", "08:00-15:30-", 8, 8.15]),
        ("duration", ["2", "2 weeks", "-1 days", "99999 days", 2]),
        ("telephone", ["", " ", "0812-3OO6", True, None]),
        ("mailbox", ["a", "a@", "a..b@c.id", ".a@c.id", "=?a@c.id", f"{'a' * 250}@c.id", 1]),
        (
            "web_address",
            ["kantor.go.id", "ftp://a", "https://", "https:///x", "https://a b", "http://a:b", "http://[::1"],
        ),
        ("site_address", ["https://a?b", "https://a#b", "https://u@a", "a"]),
        ("origin", ["https://a/b", "https://a?b"]),
        ("region_code", ["id", "IDN", "XX"]),
        ("currency", ["Rp", "idr", "RPH"]),
        ("language_code", ["indonesia!", "q", ""]),
        ("file_pattern", ["/x.yml", "../x.yml", "**/x.yml", "x", f"{'x' * 247}.yml"]),
        ("time_zone", ["", "Waktu Indonesia Barat", "../etc", 7]),
    ],
)
def test_what_is_none_of_its_kind_does_not_fit(kind: str, refused: list[Any]) -> None:
    """Neither as text nor as a number, a truth, nothing or a list."""
    assert [value for value in refused if fits(kind, value)] == []


@given(year=st.integers(1995, 2205), month=st.integers(0, 13), day=st.integers(0, 32))
def test_a_date_that_fits_is_one_that_only_its_month_may_lack(year: int, month: int, day: int) -> None:
    """The years are those of the reader; the 30th of February is left to `check`."""
    text = f"{year:04}-{month:02}-{day:02}"
    expected = values.FIRST_YEAR <= year <= values.LAST_YEAR and 1 <= month <= 12 and 1 <= day <= 31
    assert fits("calendar_date", text) == expected
    assert not is_read("calendar_date", text) or date.fromisoformat(text)
