"""The rules between records. Each has a file that breaks it under `tests/broken/`; here stand its borders."""

import pytest

from tests.building import MINIMAL, Fault, faults

OFFICE = (
    MINIMAL
    + """\
locations: [{id: gedung, organization: kantor, name: Gedung}]
schedules: [{id: jam, regular: {Mo-Fr: [08:00-15:30]}}, {id: tanya}, {id: tutup, regular: {}}]
channels:
  - {id: loket, type: counter, location: gedung, schedule: jam}
  - {id: wa, type: whatsapp, number: 0812-3006-0440}
  - {id: telepon, type: phone, number: 112, schedule: jam}
  - {id: surel, type: email, address: a@kantor.example}
  - {id: situs, type: web, url: "https://a.example", schedule: tutup}
  - {id: formulir, type: form, schedule: tanya}
inquiry: {default_desk: meja, from: a@kantor.example}
desks: [{id: meja, name: Meja, to: [a@kantor.example]}]
"""
)
"""A file without a fault, of 14 lines."""


def added(text: str) -> list[Fault]:
    return faults(OFFICE + text)


def closed(dates: str, what: str, stays_open: str) -> str:
    return f"closures: [{{id: a, {dates}, {what}, stays_open: [{stays_open}], reason: A}}]\n"


@pytest.mark.parametrize(
    ("dates", "what", "stays_open", "fine"),
    [
        ("from: 2020-03-23, until: 2020-03-23", "channels: [loket]", "telepon", True),
        ("from: 2020-03-21, until: 2020-03-22", "channels: [loket]", "telepon", False),  # a weekend
        ("from: 2020-03-21, until: 2020-03-23", "channels: [loket]", "telepon", True),
        ("from: 2020-03-21", "channels: [loket]", "telepon", True),
        ("from: 2020-03-23", "channels: [loket]", "situs", False),  # a schedule that never opens
        ("from: 2020-03-21, until: 2020-03-22", "channels: [loket]", "wa", True),  # unknown hours
        ("from: 2020-03-21, until: 2020-03-22", "channels: [loket]", "formulir", True),  # unknown schedule
        ("from: 2020-03-21, until: 2020-03-22", "channels: [loket]", "surel", True),  # always open
        ("from: 2020-03-23", "channels: [loket]", "loket", False),
        ("from: 2020-03-23", "locations: [gedung]", "loket", False),
        ("from: 2020-03-23", "organizations: [kantor]", "loket", False),
        ("from: 2020-03-23", "organizations: [kantor]", "telepon", True),  # only counters are shut with an office
        ("from: 2020-03-23", "channels: [surel]", "surel", False),
    ],
)
def test_what_stays_open_is_reachable_at_some_time(dates: str, what: str, stays_open: str, fine: bool) -> None:
    """A closure never sends a citizen to what is closed on all its days; hours that nobody knows count as reachable."""
    assert [rule for _, _, rule in added(closed(dates, what, stays_open))] == ["stays-open-closed"] * (not fine)


def test_the_last_day_of_a_closure_ends_at_midnight() -> None:
    """What opens in the first minute after a closure was no help during it."""
    text = OFFICE.replace("Mo-Fr: [08:00-15:30]", "Mo: [00:00-24:00]")
    weekend = closed("from: 2020-03-21, until: 2020-03-22", "channels: [loket]", "telepon")
    assert [rule for _, _, rule in faults(text + weekend)] == ["stays-open-closed"]


def test_another_closure_counts_for_what_stays_open() -> None:
    """What a second closure shuts on the same days can't replace anything."""
    both = """closures:
  - {id: a, from: 2020-03-23, until: 2020-03-27, channels: [loket], stays_open: [telepon], reason: A}
  - {id: b, from: 2020-03-20, until: 2020-03-30, channels: [telepon], stays_open: [wa], reason: B}
"""
    assert added(both) == [(16, 82, "stays-open-closed")]


@pytest.mark.parametrize(
    ("host", "sender", "fine"),
    [
        ("kantor.example", "a@kantor.example", True),
        ("kantor.example", "a@KANTOR.example", True),
        ("loket.kantor.example", "a@kantor.example", True),
        ("kantor.example", "a@surat.kantor.example", True),
        ("kantor.example", "a@gmail.example", False),
        ("kantor.example", "a@lainkantor.example", False),
        ("lainkantor.example", "a@kantor.example", False),
        ("loket.kantor.example", "a@surat.kantor.example", False),
    ],
)
def test_letters_come_from_the_offices_own_domain(host: str, sender: str, fine: bool) -> None:
    """The sender's domain is the site's, or one above or below it; a name that merely ends alike is another's."""
    text = OFFICE.replace("https://kantor.example", f"https://{host}").replace(
        "from: a@kantor.example", f"from: {sender}"
    )
    assert [rule for _, _, rule in faults(text)] == ["sender-domain"] * (not fine)


@pytest.mark.parametrize(
    ("fallbacks", "columns"),
    [("", []), ("bc", []), ("bca", [1]), ("a", [1]), ("bcb", [2]), ("ab", [1, 2])],
)
def test_fallbacks_come_to_an_end(fallbacks: str, columns: list[int]) -> None:
    """A cycle is told once, at the first desk on it, and not at one that leads into it."""
    lines = ["desks:"]
    for desk, fallback in zip("abc", f"{fallbacks}---", strict=False):
        after = f", fallback: {fallback}" if fallback != "-" else ""
        lines.append(f"  - {{id: {desk}, name: A, to: [a@kantor.example]{after}}}")
    found = faults(MINIMAL + "\n".join(lines) + "\n")
    assert found == [(line + 4, 56, "fallback-cycle") for line in columns]


def special(dates: str, rest: str) -> str:
    return f"  - {{{dates}, reason: A, {rest}}}\n"


@pytest.mark.parametrize(
    ("first", "second", "clash"),
    [
        (
            "schedules: [jam], regular: {Mo: []}, kind: changed",
            "schedules: [jam], regular: {Mo-Tu: []}, kind: changed",
            True,
        ),
        (
            "channels: [wa], regular: {Mo: []}, kind: changed",
            "channels: [wa], regular: {Mo: []}, kind: by_appointment",
            True,
        ),
        (
            "schedules: [jam], regular: {Mo: []}, kind: changed",
            "schedules: [jam], regular: {Tu: []}, kind: changed",
            False,
        ),
        (
            "schedules: [jam], regular: {Mo: []}, kind: changed",
            "channels: [loket], regular: {Mo: []}, kind: changed",
            False,
        ),
        (
            "schedules: [jam], regular: {Mo: []}, kind: changed",
            "schedules: [jam], regular: {Mo: []}, kind: extra",
            False,
        ),
        (
            "schedules: [jam], regular: {Mo: []}, kind: changed",
            "schedules: [tanya], regular: {Mo: []}, kind: changed",
            False,
        ),
    ],
)
def test_special_hours_of_one_rank_do_not_overlap(first: str, second: str, clash: bool) -> None:
    """What decides on a day is never left to chance; another weekday, rank or kind is no overlap."""
    dates = "from: 2020-03-01, until: 2020-03-31"
    text = "special_hours:\n" + special(f"id: a, {dates}", first) + special(f"id: b, {dates}", second)
    assert added(text) == [(17, 5, "special-overlap")] * clash


@pytest.mark.parametrize(
    ("dates", "clash"),
    [
        ("from: 2020-03-16, until: 2020-03-22", True),  # one common Monday, the 16th
        ("from: 2020-03-17, until: 2020-03-22", False),
        ("from: 2020-03-10, until: 2020-03-15", False),  # common days, but no Monday
        ("from: 2020-03-12, until: 2020-03-30", True),
    ],
)
def test_special_hours_clash_only_on_a_weekday_that_both_have(dates: str, clash: bool) -> None:
    """Periods that share dates, but none of the weekdays that both name, decide nothing twice."""
    rest = "schedules: [jam], kind: changed"
    text = (
        "special_hours:\n"
        + special("id: a, from: 2020-03-03, until: 2020-03-16", f"{rest}, regular: {{Mo: []}}")
        + special(f"id: b, {dates}", f"{rest}, regular: {{Mo: [], Sa: []}}")
    )
    assert added(text) == [(17, 5, "special-overlap")] * clash
