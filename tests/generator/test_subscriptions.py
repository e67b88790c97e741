"""subscriptions: the files that a build writes for calendars and feed readers."""

import json

from generator.directory import Directory, private_mailboxes
from generator.history import HISTORY_NAME
from tests.building import FOUNDING_DAY
from tests.generator.subscribed import files_of, history_of


def test_each_language_has_a_calendar_and_a_feed(pasuruan: Directory) -> None:
    """At the addresses of the design, with one history for all."""
    paths = {"calendar.ics", "feed.xml", "en/calendar.ics", "en/feed.xml", "history.json"}
    assert files_of(pasuruan, FOUNDING_DAY).keys() == paths


def test_no_file_tells_a_mailbox_of_a_desk(pasuruan: Directory) -> None:
    """Letters go through the form; the history holds nothing but what the calendar tells."""
    told = "".join(files_of(pasuruan, FOUNDING_DAY).values()).lower()
    assert [mailbox for mailbox in private_mailboxes(pasuruan) if mailbox in told] == []
    known = {"sign", "sequence", "published", "changed", "cancelled", "title", "first", "last", "hours"}
    plain = json.loads(files_of(pasuruan, FOUNDING_DAY)[HISTORY_NAME])
    assert {key for revision in plain["told"].values() for key in revision} == known


def test_no_language_leaks_into_another(pasuruan: Directory) -> None:
    """No Indonesian label in an English file (lesson 25)."""
    files = files_of(pasuruan, FOUNDING_DAY)
    for path in ("en/calendar.ics", "en/feed.xml"):
        assert "In force:" in files[path]
        assert not [word for word in ("Berlaku", "Yang tetap buka", "Tutup") if word in files[path]]


def test_a_language_that_the_site_gives_up_is_remembered(pasuruan: Directory) -> None:
    """Its entries are called off in the history, and no file is written of them."""
    before = history_of(files_of(pasuruan, FOUNDING_DAY))
    known = {key: revision.cancelled for key, revision in before.items()}
    assert set(known.values()) == {False}
    assert {key.split("/")[0] for key in known} == {"id", "en"}
