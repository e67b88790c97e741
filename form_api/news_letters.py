"""Letters to citizens about their submissions, carried: what became of each in one commit.

What the desk says may come twice after a crash, under one Message-ID; the reminder of what is lacking never does. Who
gave no e-mail address reads the receipt.
"""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, assert_never, get_args

from form_api.addresses import in_full, receipt_path
from form_api.ladder import delay
from form_api.outbox import Outbox, Write, both, events
from form_api.outcomes import Accepted, Outcome, Refused, SenderRefused, TryLater, Unknown, Unreachable
from form_api.own_letters import CITIZEN, ReplyCaps
from form_api.post import Post
from form_api.progress import News, tell
from form_api.records import Errand, Step, StoredInquiry
from form_api.settings import Secret
from form_api.tray import Tray
from generator.directory import Directory

NEWS: tuple[News, ...] = (*get_args(Step), "incomplete")
ROUNDS = 14
"""News that nobody takes within two days stand on the receipt."""

log = logging.getLogger("loket.delivery")


@dataclass
class NewsLetters:
    outbox: Outbox
    tray: Tray
    directory: Callable[[], Directory]
    post: Post
    secret: Secret
    caps: ReplyCaps

    async def carry(self, errand: Errand) -> Write[Any]:
        """To the citizen. Raises: OutboxError, SealError."""
        news = next(each for each in NEWS if each == errand.kind)
        inquiry = (await asyncio.to_thread(self.outbox.whole, [errand.about])).get(errand.about)
        directory = self.directory()
        if inquiry is None or inquiry.submission is None or not inquiry.email or directory.inquiry is None:
            return events.closed(errand, self.post.now())
        if news == "incomplete":
            return await self._remind(errand, directory, inquiry)
        return await self._send(errand, directory, inquiry, news)

    async def _remind(self, errand: Errand, directory: Directory, inquiry: StoredInquiry) -> Write[Any]:
        """Once, and within the caps of automatic replies: whoever fills in forms with a stranger's address floods it no
        more two days later than at once.
        """
        if errand.has_begun:
            log.error("unknown reference=%s kind=incomplete: it may have gone out, and is not sent again", errand.about)
        if errand.has_begun or not inquiry.lacks_documents:
            return events.closed(errand, self.post.now())
        begun = events.reply_begun(
            errand,
            self.post.now(),
            per_address_and_day=self.caps.per_address_and_day,
            per_hour=self.caps.per_hour,
            address_mark=self.outbox.mark_of(inquiry.email),
        )
        told = await self.tray.commit(begun)
        if told == "begun":
            return await self._send(errand, directory, inquiry, "incomplete")
        log.warning("%s reference=%s kind=incomplete", told, errand.about)
        return self._again(errand) if told == "capped" else events.closed(errand, self.post.now())

    async def _send(self, errand: Errand, directory: Directory, inquiry: StoredInquiry, news: News) -> Write[Any]:
        assert directory.inquiry is not None
        link = in_full(directory, receipt_path(errand.about, self.secret))
        letter = tell(directory, inquiry, news, now=self.post.now(), receipt_link=link)
        outcome = await self.post.hand_over(letter, ("", directory.inquiry.from_), inquiry.email)
        # What a server says of a citizen's address may quote it.
        made = replace(self.post.attempt(errand.about, "", CITIZEN, outcome), detail="")
        return both(events.attempted(errand.about, errand.kind, made), self._after(errand, outcome))

    def _after(self, errand: Errand, outcome: Outcome) -> Write[None]:
        match outcome:
            case Accepted() | Refused():
                return events.closed(errand, self.post.now())
            case Unknown() if errand.kind == "incomplete":
                return events.closed(errand, self.post.now())
            case TryLater() | Unreachable() | SenderRefused() | Unknown():
                return self._again(errand)
            case _:
                assert_never(outcome)

    def _again(self, errand: Errand) -> Write[None]:
        if errand.rounds >= ROUNDS:
            log.error("given-up reference=%s kind=%s", errand.about, errand.kind)
            return events.closed(errand, self.post.now())
        return events.put_off(errand, self.post.now() + delay(errand.rounds, self.post.chance()))
