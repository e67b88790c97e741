"""Everybody at work behind the window, started and stopped together: couriers, chores, the watch on contacts.yml."""

import asyncio
import logging
import random
import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime

from form_api.breaker import Breaker
from form_api.carrying import Questions
from form_api.chores import Chores
from form_api.courier import Courier
from form_api.current import Directories
from form_api.delivery import Carry, Delivery
from form_api.metrics import Metrics
from form_api.news_letters import NEWS, NewsLetters
from form_api.outbox import Outbox
from form_api.own_letters import OwnLetters, ReplyCaps
from form_api.post import Post
from form_api.records import ErrandKind
from form_api.rush import Rush
from form_api.settings import Secret, Settings
from form_api.tray import Tray

WATCH_SECONDS = 2.0
FINISH_SECONDS = 45
"""How long letters that are under way at the end may take: less than a lease, and than a supervisor waits."""

log = logging.getLogger("loket.form")


def clock() -> datetime:
    return datetime.now(UTC)


@dataclass
class Crew:
    """`stored` is set when something new is to be carried. Without a `courier` nothing is carried here."""

    settings: Settings
    directory: Directories
    outbox: Outbox
    tray: Tray
    secret: Secret
    courier: Courier | None
    now: Callable[[], datetime] = clock
    breaker: Breaker = field(default_factory=Breaker)
    metrics: Metrics = field(default_factory=Metrics)
    stored: asyncio.Event = field(default_factory=asyncio.Event)
    rush: Rush = field(default_factory=Rush)

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator[None]:
        """While the block runs. At its end letters that are under way may come to their outcome."""
        watching = asyncio.create_task(self._watch())
        chores = Chores(self.outbox, self.directory, self.now, self.settings.digest_at)
        tasks = [watching, *([asyncio.create_task(chores.run())] if self.courier else [])]
        try:
            delivery = self.delivery()
            if delivery and self.courier:
                async with _carrying(delivery, self.courier):
                    yield
            else:
                yield
        finally:
            await _end(*tasks)
            await self.tray.close()

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(WATCH_SECONDS)
            try:
                await asyncio.to_thread(self.directory.look)
            except Exception as error:  # whatever one file does to its reader, the next one is read
                log.error("watch-failed reason=%s", type(error).__name__)

    def delivery(self, chance: Callable[[], float] = random.random) -> Delivery | None:
        """The loop that carries letters; None without a courier."""
        if self.courier is None:
            return None
        post = Post(self.courier, self.breaker, self.metrics, self.now, chance)
        return Delivery(
            outbox=self.outbox,
            tray=self.tray,
            carry=self._carriers(post),
            breaker=self.breaker,
            claimant=secrets.token_hex(8),
            now=self.now,
            chance=chance,
            wake=self.stored,
            wait_for_citizens=self.rush.is_over,
        )

    def _carriers(self, post: Post) -> dict[ErrandKind, Carry]:
        caps = ReplyCaps(self.settings.most_replies_per_address, self.settings.most_replies_per_hour)
        questions = Questions(self.outbox, self.directory, post, self.secret, self.settings.most_letter_mb)
        own = OwnLetters(self.outbox, self.tray, self.directory, post, self.secret, caps)
        news = NewsLetters(self.outbox, self.tray, self.directory, post, self.secret, caps)
        return {
            "question": questions.carry,
            "reply": own.reply,
            "reminder": own.remind,
            "escalation": own.escalate,
            "digest": own.digest,
            **dict.fromkeys(NEWS, news.carry),
        }


@asynccontextmanager
async def _carrying(delivery: Delivery, courier: Courier) -> AsyncIterator[None]:
    running = asyncio.create_task(delivery.run())
    try:
        yield
    finally:
        delivery.stop()
        await asyncio.wait([running], timeout=FINISH_SECONDS)
        await _end(running)
        await courier.close()


async def _end(*tasks: asyncio.Task[None]) -> None:
    for task in tasks:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
