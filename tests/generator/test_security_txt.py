"""security.txt: where a hole can be reported, as RFC 9116 has it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from generator.directory import Directory
from generator.security_txt import PATH, security_txt
from tests.building import FOUNDING_DAY, good
from tests.generator.full import FULL


def fields(directory: Directory, now: datetime = FOUNDING_DAY) -> dict[str, str]:
    """Each field of the file once, in the order that it has them."""
    ((path, text),) = security_txt(directory, now)
    assert (path, text[-1]) == (PATH, "\n")
    lines = [line.split(": ", 1) for line in text.splitlines()]
    assert len({name for name, _ in lines}) == len(lines)
    return dict(lines)


def test_every_field_is_there() -> None:
    """Contact as a URI, one end, the languages, the file's own address under the site's, and the policy."""
    assert fields(good(FULL)) == {
        "Contact": "mailto:keamanan@kantor.example",
        "Expires": "2020-09-20T00:00:00Z",
        "Preferred-Languages": "id, en",
        "Canonical": "https://kantor.example/loket/.well-known/security.txt",
        "Policy": "https://kantor.example/keamanan",
    }


def test_a_nightly_build_moves_the_end() -> None:
    """By a day, never within one, and it is always less than a year ahead."""
    ends = [fields(good(FULL), FOUNDING_DAY + timedelta(hours=hours))["Expires"] for hours in (0, 1, 24)]
    assert ends[0] == ends[1] < ends[2]
    assert timedelta(0) < datetime.fromisoformat(ends[2]) - FOUNDING_DAY.astimezone(UTC) < timedelta(days=365)


def test_the_end_moves_with_the_day_of_the_office() -> None:
    """Not at seven in the morning, when that of UTC begins: what is built later on a day is the same."""
    day = FOUNDING_DAY.replace(hour=0)
    ends = {fields(good(FULL), day + timedelta(hours=hours))["Expires"] for hours in (0, 6, 7, 23)}
    assert len(ends) == 1


def test_nobody_is_made_up(pasuruan: Directory) -> None:
    """Without the key there is no file, and the key is all that it needs."""
    assert list(security_txt(replace(pasuruan, site=replace(pasuruan.site, security=None)), FOUNDING_DAY)) == []
    assert list(fields(pasuruan)) == ["Contact", "Expires", "Preferred-Languages", "Canonical"]
