"""The durable store: the only room that knows SQL. Its methods are the events of an inquiry.

The promise: when a write is committed, it is on disk; a crash between two events leaves the one or the other, never
half of one. Status is computed from timestamps and never stored as a word. What citizens wrote is sealed before.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import TypeVar

from sqlalchemy import func

from form_api.outbox import events, looking, queue, submitting
from form_api.outbox.database import BUSY_SECONDS, Database, OutboxError
from form_api.outbox.looking import Counts
from form_api.outbox.numbers import Queue
from form_api.outbox.schema import bring_up_to_date
from form_api.outbox.storing import RESEND_SECONDS, Filed, NewInquiry, storing
from form_api.outbox.submitting import Coming, Demand
from form_api.outbox.tables import ATTEMPTS, INQUIRIES, SUBMISSIONS
from form_api.outbox.writes import Write, all_of, both
from form_api.records import Attempt, Entry, Errand, KeptDocument, Step, StoredInquiry, UploadedFile
from form_api.sealing import Sealer

__all__ = [
    "Counts", "Demand", "Filed", "NewInquiry", "Outbox", "OutboxError", "Queue", "Write", "both", "events",
    "submitting",
]  # fmt: skip

T = TypeVar("T")


class Outbox:
    """Inquiries, the letters that are to be carried, and every attempt. Methods block: call them from a thread."""

    def __init__(self, url: str, sealer: Sealer, *, busy_seconds: float = BUSY_SECONDS) -> None:
        """Opens the store, makes it where it is not there yet, and brings an older one up to date.

        `busy_seconds`: how long to wait for another process that writes. Raises: OutboxError.
        """
        self._database = Database(url, busy_seconds=busy_seconds)
        self._sealer = sealer
        try:
            bring_up_to_date(self._database, sealer)
            self._database.keep()
            self.prove_writable()
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        self._database.close()

    def prove_writable(self) -> None:
        """Commits and syncs one row. Raises: OutboxError where nothing can be stored."""
        self._database.prove_writable()

    def prove_readable(self) -> None:
        """Opens the newest words that are kept. Raises: OutboxError; SealError where another key sealed them."""
        with self._database.reading() as connection:
            sealed = looking.newest_words(connection)
        if sealed is not None:
            self._sealer.unseal(sealed)

    def commit(self, write: Write[T]) -> T:
        """On disk when it returns. Raises: OutboxError; then nothing of it was written."""
        with self._database.writing() as connection:
            return write(connection)

    def commit_all(self, writes: Sequence[Write[T]]) -> list[T]:
        """Several writes with one sync: all of them, or OutboxError and none."""
        with self._database.writing() as connection:
            return all_of(connection, writes)

    def overwrite(self) -> None:
        """What was erased is on disk no more, as far as that is ours to say. Raises: OutboxError."""
        self._database.overwrite()

    def storing(self, new: NewInquiry, new_reference: Callable[[], str]) -> Write[Filed]:
        """A new inquiry, sealed already; the same question within a day gives the one that is there."""
        return storing(new, self._sealer, new_reference)

    def mark_of(self, address: str) -> str:
        """What tells an e-mail address from others, and tells nobody which it is."""
        return self._sealer.mark(address.casefold())

    def claim_due(self, now: datetime, *, claimant: str, lease_seconds: float, limit: int) -> list[Errand]:
        """Takes what is due, the longest waiting first; nobody else gets it until the lease has run out."""
        claim = queue.claiming(now, claimant=claimant, lease_seconds=lease_seconds, limit=limit)
        return self.commit(claim)

    def renew(self, errands: Iterable[Errand], until: datetime, claimant: str) -> set[int]:
        """Gives the ids of those that the claimant has still."""
        return self.commit(queue.renewing([errand.id for errand in errands], until, claimant))

    def give_back(self, claimant: str) -> None:
        self.commit(queue.giving_back(claimant))

    def next_due(self) -> datetime | None:
        """When the next errand is due, or the lease of one runs out."""
        with self._database.reading() as connection:
            return queue.next_due(connection)

    def find(self, reference: str) -> Entry | None:
        with self._database.reading() as connection:
            return looking.find(connection, reference)

    def whole(self, references: Collection[str]) -> dict[str, StoredInquiry]:
        """Inquiries with the citizens' words, by reference. Raises: OutboxError, SealError."""
        with self._database.reading() as connection:
            return looking.whole(connection, references, self._sealer)

    def documents(self, reference: str) -> list[KeptDocument]:
        """Those of a submission that are here, without their content."""
        with self._database.reading() as connection:
            return looking.documents(connection, reference)

    def document(self, reference: str, document: str) -> UploadedFile | None:
        """One of them, with its content. Raises: OutboxError, SealError."""
        with self._database.reading() as connection:
            return looking.document(connection, reference, document, self._sealer)

    def document_stored(self, reference: str, file: UploadedFile, demand: Demand, now: datetime) -> Write[Coming]:
        """A document of a submission, sealed already."""
        return submitting.document_stored(reference, file, self._sealer, demand, now)

    def stepped(
        self, reference: str, step: Step, now: datetime, *, reason: str = "", mark: str | None = None
    ) -> Write[bool]:
        """What the desk says of a submission, as it saw it, and what is wrong with it."""
        sealed = self._sealer.seal(reason.encode()) if reason else None
        return submitting.stepped(reference, step, now, sealed, mark)

    def incomplete(self) -> list[Entry]:
        """Submissions that lack documents and were not erased."""
        with self._database.reading() as connection:
            lacking = (SUBMISSIONS.c.reference.is_not(None)) & SUBMISSIONS.c.arrived_at.is_(None)
            return looking.entries(connection, lacking, INQUIRIES.c.erased_at.is_(None))

    def documents_of_incomplete(self) -> dict[str, set[str]]:
        """The ids of the documents that are here of submissions that lack others, by reference."""
        with self._database.reading() as connection:
            return looking.documents_of_incomplete(connection)

    def submissions(self, since: datetime, until: datetime) -> list[Entry]:
        """Those that were stored from `since` until just before `until`, erased ones too."""
        with self._database.reading() as connection:
            stored = INQUIRIES.c.stored_at >= since.timestamp(), INQUIRIES.c.stored_at < until.timestamp()
            return looking.entries(connection, SUBMISSIONS.c.reference.is_not(None), *stored)

    def attempts(self, references: Collection[str]) -> dict[str, list[Attempt]]:
        """What was tried for these questions since they were last sent on their way, in order."""
        with self._database.reading() as connection:
            return looking.attempts_of(connection, references)

    def known(self, references: Collection[str]) -> dict[str, tuple[StoredInquiry, list[Attempt]]]:
        """Both `whole` and `attempts`, as they were at one instant. Raises: OutboxError, SealError."""
        with self._database.reading() as connection:
            inquiries = looking.whole(connection, references, self._sealer)
            attempts = looking.attempts_of(connection, inquiries)
        return {reference: (inquiry, attempts[reference]) for reference, inquiry in inquiries.items()}

    def history(self, reference: str) -> list[Attempt]:
        """Every attempt of every letter about an inquiry, in order."""
        with self._database.reading() as connection:
            return [attempt for _, attempt in looking.attempts(connection, ATTEMPTS.c.about == reference)]

    def attempts_since(self, since: datetime) -> list[tuple[str, Attempt]]:
        """What was tried for any question since then, each with its reference."""
        with self._database.reading() as connection:
            later = (ATTEMPTS.c.at >= since.timestamp()) & (ATTEMPTS.c.kind == "question")
            return looking.attempts(connection, later)

    def all(self) -> list[Entry]:
        """Every inquiry, the newest first."""
        with self._database.reading() as connection:
            return looking.entries(connection)

    def unconfirmed(self, since: datetime) -> list[Entry]:
        """Those that came since then, were taken by a mail server, and that no desk has confirmed.

        A submission came when its documents were here.
        """
        came_at = func.coalesce(SUBMISSIONS.c.arrived_at, INQUIRIES.c.stored_at)
        waiting = INQUIRIES.c.accepted_at.is_not(None) & INQUIRIES.c.confirmed_at.is_(None)
        with self._database.reading() as connection:
            return looking.entries(connection, waiting, came_at >= since.timestamp())

    def accepted_before(self, then: datetime) -> list[Entry]:
        """Those whose words are still here and that were accepted before that."""
        settled = (INQUIRIES.c.accepted_at < then.timestamp()) & INQUIRIES.c.erased_at.is_(None)
        with self._database.reading() as connection:
            return looking.entries(connection, settled)

    def counts(self) -> Counts:
        with self._database.reading() as connection:
            return looking.counts(connection)

    def forget_resends(self, now: datetime) -> None:
        """Content older than any resend is not remembered."""
        self.commit(events.forgotten(now - timedelta(seconds=2 * RESEND_SECONDS)))
