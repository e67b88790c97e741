"""subscriptions: the files that a build writes for calendars and feed readers."""

import dataclasses
import json

from generator.directory import Directory, private_mailboxes
from generator.history import HISTORY_NAME
from tests.building import FOUNDING_DAY, plain
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
        assert "Tax hall counter closed 23 March" in files[path]
        assert not [word for word in ("Berlaku", "Yang tetap buka", "Tutup") if word in files[path]]


def test_a_language_that_the_site_gives_up_is_called_off(pasuruan: Directory) -> None:
    """Its entries are cancelled in the history, so that they rise should it come back; no file is written of them."""
    before = history_of(files_of(pasuruan, FOUNDING_DAY))
    alone = dataclasses.replace(pasuruan, site=dataclasses.replace(pasuruan.site, languages=("id",)))
    files = files_of(alone, FOUNDING_DAY, before)
    assert files.keys() == {"calendar.ics", "feed.xml", "history.json"}
    assert {key[:2]: revision.cancelled for key, revision in history_of(files).items()} == {"id": False, "en": True}


def test_events_that_say_what_they_said_are_taken_over(pasuruan: Directory) -> None:
    """From the file that the last build wrote; what was changed, called off or added is written anew."""
    files = files_of(pasuruan, FOUNDING_DAY)
    first, second, *_ = pasuruan.closures.values()
    others = {**pasuruan.closures, first.id: dataclasses.replace(first, reason=plain("Banjir"))}
    changed = dataclasses.replace(pasuruan, closures={key: one for key, one in others.items() if key != second.id})
    marked = {path: text.replace("TRANSPARENT", "OPAQUE") for path, text in files.items()}
    anew = files_of(changed, FOUNDING_DAY, history_of(files))
    assert files_of(changed, FOUNDING_DAY, history_of(files), files) == anew
    taken = files_of(changed, FOUNDING_DAY, history_of(files), marked)["calendar.ics"]
    assert taken.count("TRANSP:OPAQUE") == files["calendar.ics"].count("BEGIN:VEVENT") - 2
    assert taken.count("TRANSP:TRANSPARENT") == 2


def test_an_event_that_is_cut_off_is_written_anew(pasuruan: Directory) -> None:
    """Wherever a calendar ends that lost its end: half an event would stop programs from reading all that follows."""
    files = files_of(pasuruan, FOUNDING_DAY)
    anew = files_of(pasuruan, FOUNDING_DAY, history_of(files))
    for end in range(0, len(files["calendar.ics"]), 97):
        cut = {**files, "calendar.ics": files["calendar.ics"][:end]}
        assert files_of(pasuruan, FOUNDING_DAY, history_of(files), cut) == anew
