"""A citizen's question -> the mailboxes of its desk, and what became of it in one commit. Knows neither SQL nor SMTP.

A crash between the mail server's yes and that commit sends the letter twice rather than never.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from functools import partial
from typing import Any, assert_never

from form_api.addresses import desk_path, document_path, in_full
from form_api.attachments import MAX_LETTER_MB
from form_api.envelope import Addressee, sender_for
from form_api.gathering import Gathering
from form_api.ladder import CONNECTION_SECONDS, Done, Exhausted, Send, Step, delay, is_held, next_step
from form_api.letter import Links, compose
from form_api.outbox import Outbox, Write, events
from form_api.post import Post
from form_api.records import Attempt, Errand, StoredInquiry
from form_api.settings import Secret
from generator.directory import Desk, Directory, desks_from

log = logging.getLogger("loket.delivery")


@dataclass
class Questions:
    """Carries one question at a time; `carry` gives what is to be written of it."""

    outbox: Outbox
    directory: Callable[[], Directory]
    post: Post
    secret: Secret
    max_letter_mb: int = MAX_LETTER_MB

    def __post_init__(self) -> None:
        self._kept = Gathering(self.outbox.known)

    async def carry(self, errand: Errand) -> Write[Any]:
        """One step on the ladder of desks. Raises: OutboxError, SealError."""
        kept = await self._kept.find(errand.about)
        if kept is None or kept[0].erased_at:
            return events.closed(errand, self.post.now())
        inquiry, known = kept
        directory = self.directory()
        chain = desks_from(directory, inquiry.desk) if directory.inquiry else ()
        if not chain:
            log.error("no-desk reference=%s: the directory takes no questions now", errand.about)
            return self.put_off(errand)
        step = next_step(chain, known, self.post.now())
        made = await self._try_all(directory, inquiry, step) if isinstance(step, Send) else []
        following = next_step(chain, [*known, *made], self.post.now())
        then = [*self._settled(errand, inquiry, [*known, *made]), self._next(errand, step, following, made)]
        return events.outcome_of(errand, inquiry.desk, made, then)

    async def _try_all(self, directory: Directory, inquiry: StoredInquiry, step: Send) -> list[Attempt]:
        """Written before any goes: they leave in order.

        Beside the loop where they have megabytes; else a thread would take longer to get its turn than to write.
        """
        links = self._links(directory, inquiry)
        compose_one = partial(compose, directory, inquiry, step.desk, links=links, max_letter_mb=self.max_letter_mb)
        write = partial(_write_all, compose_one, step.mailboxes)
        letters = await asyncio.to_thread(write) if inquiry.files else write()
        tries = [self._try(directory, inquiry, step.desk, mailbox, letter) for mailbox, letter in letters]
        return [await tries[0]] if len(tries) == 1 else list(await asyncio.gather(*tries))

    def _links(self, directory: Directory, inquiry: StoredInquiry) -> Links:
        until = inquiry.submission.links_until if inquiry.submission else None

        def document(document_id: str) -> str:
            assert until is not None
            return in_full(directory, document_path(inquiry.reference, document_id, until, self.secret))

        return Links(in_full(directory, desk_path(inquiry.reference, self.secret)), document)

    async def _try(
        self, directory: Directory, inquiry: StoredInquiry, desk: Desk, mailbox: str, letter: EmailMessage
    ) -> Attempt:
        assert directory.inquiry is not None
        sender = directory.inquiry.from_
        traced = sender_for(sender, self.secret.reveal(), inquiry.reference, Addressee(desk.id, mailbox))
        outcome = await self.post.hand_over(letter, (traced, sender), mailbox)
        return self.post.attempt(inquiry.reference, desk.id, mailbox, outcome)

    def _settled(self, errand: Errand, inquiry: StoredInquiry, attempts: Sequence[Attempt]) -> list[Write[Any]]:
        """The first acceptance is the inquiry's, though other mailboxes of the desk may still be tried."""
        if inquiry.accepted_at or not is_held(attempts):
            return []
        log.info("accepted reference=%s", errand.about)
        return [events.accepted(errand.about, self.post.now())]

    def _next(self, errand: Errand, step: Step, following: Step, made: Sequence[Attempt]) -> Write[Any]:
        match following:
            case Done():
                return events.closed(errand, self.post.now())
            case Exhausted():
                log.error("parked reference=%s: every desk has refused it", errand.about)
                return events.parked(errand, self.post.now())
            case Send(desk=desk):
                if isinstance(step, Send) and desk.id != step.desk.id:
                    log.warning("handed-on reference=%s desk=%s", errand.about, desk.id)
                    return events.due_again(errand, self.post.now())
                return self.put_off(errand, made)
            case _:
                assert_never(following)

    def put_off(self, errand: Errand, made: Sequence[Attempt] = ()) -> Write[None]:
        """Later; soon, where only the connection failed."""
        only_connection = made and all(attempt.outcome in {"unreachable", "accepted"} for attempt in made)
        wait = delay(errand.rounds, self.post.chance(), longest_seconds=CONNECTION_SECONDS if only_connection else 1e9)
        return events.put_off(errand, self.post.now() + wait)


def _write_all(compose_one: Callable[[str], EmailMessage], mailboxes: Sequence[str]) -> list[tuple[str, EmailMessage]]:
    return [(mailbox, compose_one(mailbox)) for mailbox in mailboxes]
