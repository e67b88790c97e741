"""The digest as people read it: a table and lists by reference, for the terminal and as a letter. Pure.

Never holds a word of a citizen's, nor what a mail server said, which may quote one.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta
from email.message import EmailMessage
from typing import TypeVar

from form_api import sheet as sheets
from form_api.letter import service_name
from form_api.records import Entry
from form_api.sheet import Listing, Sheet, Table, one_line
from form_api.stationery import Cover, letter_id, sender_of, write
from form_api.tally import LACKING_LONG, Digest, FailingMailbox, Overdue, Row, Tally
from generator.directory import Directory, Language, Link, language

MOST_NAMED = 30
"""So many are named of what desks did not confirm and of what citizens did not complete; else every one is."""
_COMMAND = "python -m form_api outbox"
T = TypeVar("T")


def as_text(digest: Digest, directory: Directory, words: Language) -> str:
    """The digest as plain text."""
    return sheets.as_text(_sheet(digest, directory, words))


def as_letter(digest: Digest, directory: Directory, *, on: date) -> EmailMessage:
    """To `inquiry.digest_to`; one for each day, by its Message-ID.

    Raises: ValueError where the directory has no `digest_to`.
    """
    words = language(directory.site.default_language)
    if directory.inquiry is None or directory.inquiry.digest_to is None:
        raise ValueError("the directory names nobody in digest_to")
    kind = "subject" if digest.to_see_to else "subject_calm"
    cover = Cover(
        mailbox=directory.inquiry.digest_to,
        subject=words(f"digest.{kind}", date=words.date(on), count=digest.to_see_to),
        date=digest.now.astimezone(directory.site.timezone),
        message_id=letter_id(on.isoformat(), sender_of(directory), kind="digest"),
    )
    return write(directory, cover, _sheet(digest, directory, words))


def _sheet(digest: Digest, directory: Directory, words: Language) -> Sheet:
    telling = _Telling(digest, directory, words)
    return Sheet(
        words=words,
        heading=words("digest.heading", site=directory.site.name.say(words.code)),
        opening=tuple(telling.opening()),
        table=telling.table(),
        lists=tuple(telling.lists()),
    )


class _Telling:
    """A digest in the words of one language."""

    def __init__(self, digest: Digest, directory: Directory, words: Language) -> None:
        self.digest = digest
        self.directory = directory
        self.words = words

    def opening(self) -> Iterator[str]:
        digest, words = self.digest, self.words
        yield words("digest.period", since=self._when(digest.period.since), until=self._when(digest.period.until))
        if digest.is_empty:
            yield words("digest.nothing")
            return
        if not digest.services:
            yield words("digest.no_questions")
        if not digest.to_see_to:
            yield words("digest.nothing_to_see_to")
        if digest.lacking:
            long, days = len(digest.lacking_long), LACKING_LONG.days
            yield words("digest.lacking", count=len(digest.lacking), long=long, days=days)
        if digest.without_retention:
            yield words("digest.without_retention", count=digest.without_retention)

    def table(self) -> Table | None:
        if not self.digest.services:
            return None
        columns = tuple(self.words(f"digest.{name}") for name in Tally._fields)
        total = (self.words("digest.total"), _numbers(self.digest.total))
        return Table(columns, (total, *((self._service(row.service), _numbers(row)) for row in self.digest.services)))

    def lists(self) -> Iterator[Listing]:
        """Only those that have something in them; what an operator must see to comes first."""
        digest = self.digest
        for name, items in (
            ("parked", map(self._parked, digest.parked)),
            ("quarantined", map(self._quarantined, digest.quarantined)),
            ("failing", map(self._failing, digest.failing)),
            ("waiting", map(self._waiting, digest.waiting)),
            ("unconfirmed", self._at_most(digest.unconfirmed, self._unconfirmed)),
            ("lacking", self._at_most(digest.lacking_long, self._lacking)),
        ):
            told = tuple(Link(one_line(item), "") for item in items)
            if told:
                note = self.words(f"digest.{name}_note", command=_COMMAND)
                yield Listing(self.words(f"digest.{name}_list", days=LACKING_LONG.days), told, note)

    def _parked(self, entry: Entry) -> str:
        return self._of(entry, "parked_item", since=self._when(entry.parked_at or entry.stored_at))

    def _quarantined(self, entry: Entry) -> str:
        named = [self.words.words.get(f"suspicions.{name}", name) for name in entry.suspicions]
        suspicions = self.words.enumeration(named) or "-"
        since = self._when(entry.quarantined_at or entry.stored_at)
        return self._of(entry, "quarantined_item", suspicions=suspicions, since=since)

    def _waiting(self, entry: Entry) -> str:
        waited = self.digest.now - (entry.ready_at or entry.stored_at)
        hours = waited.seconds // timedelta(hours=1).seconds
        return self._of(entry, "waiting_item", days=waited.days, hours=hours, rounds=entry.rounds)

    def _at_most(self, found: Sequence[T], told: Callable[[T], str]) -> Iterator[str]:
        """The oldest, and how many more there are."""
        yield from map(told, found[:MOST_NAMED])
        if len(found) > MOST_NAMED:
            yield self.words("digest.more", count=len(found) - MOST_NAMED)

    def _unconfirmed(self, late: Overdue) -> str:
        desk = late.desk.name.say(self.words.code)
        return self._of(late.entry, "unconfirmed_item", desk=desk, due=self._when(late.due))

    def _lacking(self, entry: Entry) -> str:
        return self._of(entry, "lacking_item", since=self._when(entry.stored_at))

    def _failing(self, failing: FailingMailbox) -> str:
        return self.words(
            f"digest.failing_{failing.answer}",
            mailbox=failing.mailbox,
            desk=failing.desk.name.say(self.words.code),
            code=failing.code or "-",
            since=self._when(failing.since),
            last=self._when(failing.last),
            reference=failing.reference,
        )

    def _of(self, entry: Entry, sentence: str, **blanks: object) -> str:
        about = self._service(entry.service)
        return self.words(f"digest.{sentence}", reference=entry.reference, service=about, **blanks)

    def _service(self, service_id: str) -> str:
        return service_name(self.directory, service_id, self.words) or self.words("letter.no_service")

    def _when(self, at: datetime) -> str:
        return self.words.instant(at.astimezone(self.directory.site.timezone))


def _numbers(row: Row) -> tuple[str, ...]:
    """`5 (3)`: of the period, and of the week before."""
    return tuple(f"{now} ({before})" for now, before in zip(row.now, row.before, strict=True))
