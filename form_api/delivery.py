"""The loop: what is due -> a courier's hands -> what became of it, committed. Knows neither letters nor SQL nor SMTP.

Errands are claimed with a lease that is renewed while they are under way, so that a slow mail server never makes two
couriers send one letter, and a dead courier's letters are free again within the lease.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from form_api.breaker import Breaker
from form_api.ladder import CONNECTION_SECONDS, delay
from form_api.outbox import Outbox, OutboxError, Write, events
from form_api.records import Errand, ErrandKind
from form_api.sealing import SealError
from form_api.tray import Tray

LEASE_SECONDS = 60
RENEW_SECONDS = 20
"""A courier that has died holds its letters for as long as the lease, and no longer."""
AT_ONCE = 8
CLAIMED = 32
POLL_SECONDS = 2.0
SHORTEST_REST_SECONDS = 0.05
COMPANY_SECONDS = 0.02
"""While letters are on their way the next wait so long for others to begin with, and an outcome for others to be
committed with: a statement costs much, and one more row little."""

log = logging.getLogger("loket.delivery")

Carry = Callable[[Errand], Awaitable[Write[Any]]]


async def _at_once() -> bool:
    """Couriers that stand behind no window wait for no citizen."""
    return True


@dataclass
class Delivery:
    """Carries what is due, for ever. `wake` is set by whoever stores something new; `carry` knows each kind.

    `wait_for_citizens` is asked before letters are claimed or begun, since writing them takes what answering needs;
    where it says no, one goes all the same.
    """

    outbox: Outbox
    tray: Tray
    carry: Mapping[ErrandKind, Carry]
    breaker: Breaker
    claimant: str
    now: Callable[[], datetime]
    chance: Callable[[], float]
    wake: asyncio.Event
    wait_for_citizens: Callable[[], Awaitable[bool]] = _at_once
    stopping: bool = False
    _held: deque[Errand] = field(default_factory=deque)
    _held_until: datetime | None = None
    _under_way: dict[asyncio.Task[None], Errand] = field(default_factory=dict)
    _being_noted: int = 0
    _started_at: float = 0.0
    _leaving: asyncio.Task[None] | None = None

    def stop(self) -> None:
        """Ends `run` once the letters that are under way have their outcome."""
        self.stopping = True
        self.wake.set()

    async def run(self) -> None:
        renewing = asyncio.create_task(self._keep_leases())
        try:
            while not self.stopping:
                await self._guarded_turn()
            await self.finish()
        finally:
            renewing.cancel()

    async def carry_due(self) -> int:
        """Claims what is due now, as far as the breaker lets it, and waits for the outcome. Returns how many it was."""
        allowed = min(self.breaker.may_carry(self.now()), AT_ONCE)
        if allowed:
            await self._claim(1 if allowed == 1 else AT_ONCE)
        self._start(AT_ONCE)
        carried = len(self._under_way)
        if self._under_way:
            await asyncio.wait(self._under_way)
        return carried

    async def finish(self) -> None:
        """Waits for what is under way, and gives back what was claimed and not begun."""
        if self._under_way:
            await asyncio.wait(self._under_way)
        self._held.clear()
        try:
            await asyncio.to_thread(self.outbox.give_back, self.claimant)
        except OutboxError as error:
            log.error("outbox-failed reason=%r", str(error))

    async def _guarded_turn(self) -> None:
        """A fault of ours ends no delivery; it is told each time."""
        try:
            await self._turn()
        except Exception as error:
            log.error("delivery-failed reason=%s", type(error).__name__)
            await asyncio.sleep(POLL_SECONDS)

    async def _turn(self) -> None:
        self.wake.clear()
        is_calm = await self.wait_for_citizens()
        self._let_go()
        allowed = min(self.breaker.may_carry(self.now()), AT_ONCE if is_calm else 1)
        if not self._held and self._room(allowed) > 0:
            await self._claim(1 if allowed == 1 else CLAIMED)
        has_waited = asyncio.get_running_loop().time() >= self._started_at + COMPANY_SECONDS
        if has_waited or self._room(allowed) >= min(len(self._held), allowed // 2):
            self._start(allowed)
        await self._rest(COMPANY_SECONDS if self._held and self._room(allowed) > 0 else POLL_SECONDS)

    def _let_go(self) -> None:
        """What was held beyond its lease, as by a process that slept: somebody else may have it by now."""
        if self._held_until and self.now() >= self._held_until:
            self._held.clear()

    async def _claim(self, limit: int) -> None:
        at = self.now()
        try:
            claim = asyncio.to_thread(
                self.outbox.claim_due,
                at,
                claimant=self.claimant,
                lease_seconds=LEASE_SECONDS,
                limit=limit,
            )
            self._held.extend(self._not_begun(await claim))
            self._held_until = at + timedelta(seconds=LEASE_SECONDS)
        except OutboxError as error:
            log.error("outbox-failed reason=%r", str(error))

    def _not_begun(self, claimed: list[Errand]) -> list[Errand]:
        """Without those that are still under way here: where nothing could be written, their leases ran out."""
        begun = {errand.id for errand in self._under_way.values()}
        return [errand for errand in claimed if errand.id not in begun]

    def _room(self, allowed: int) -> int:
        """How many may begin. A letter that has its outcome makes room while that is written, but not without end."""
        return min(allowed - len(self._under_way) + self._being_noted, 2 * allowed - len(self._under_way))

    def _start(self, allowed: int) -> None:
        """As many as the breaker lets through; where it was open, that one is its probe.

        While there are many they begin together, so that they are looked up at once and their outcomes share a commit.
        """
        self._started_at = asyncio.get_running_loop().time()
        while self._held and self._room(allowed) > 0:
            errand = self._held.popleft()
            self.breaker.probed(self.now())
            task = asyncio.create_task(self._carry(errand))
            self._under_way[task] = errand
            task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        del self._under_way[task]
        self.wake.set()

    async def _rest(self, longest_seconds: float) -> None:
        """Until something is due, new or done; at the longest until another process may have stored something."""
        try:
            async with asyncio.timeout(min(await self._rest_seconds(), longest_seconds)):
                await self.wake.wait()
        except TimeoutError:
            return

    async def _rest_seconds(self) -> float:
        if self._under_way:
            return POLL_SECONDS
        opens_at = self.breaker.opens_at
        if opens_at and opens_at > self.now():
            return float(min((opens_at - self.now()).total_seconds(), POLL_SECONDS))
        try:
            due = await asyncio.to_thread(self.outbox.next_due)
        except OutboxError:
            due = None
        until_due = (due - self.now()).total_seconds() if due else POLL_SECONDS
        return float(min(max(until_due, SHORTEST_REST_SECONDS), POLL_SECONDS))

    async def _carry(self, errand: Errand) -> None:
        if errand.was_interrupted:
            log.error("interrupted reference=%s kind=%s: it may have gone out already", errand.about, errand.kind)
        try:
            write = await self.carry[errand.kind](errand)
        except Exception as error:  # a fault of ours in one letter stops no other
            log.error("delivery-failed reference=%s reason=%s", errand.about, _reason(error))
            wait = delay(errand.rounds, self.chance(), longest_seconds=CONNECTION_SECONDS)
            write = events.put_off(errand, self.now() + wait)
        self.breaker.unused(self.now())
        await self._note(errand, write)

    async def _note(self, errand: Errand, write: Write[Any]) -> None:
        """Until the outbox takes it: what a mail server has said is forgotten by no locked database.

        Where it does not take it at once, the letter counts as under way again, so that few more follow.
        """
        self._being_noted += 1
        self.wake.set()
        if len(self._under_way) > self._being_noted:
            await self._company()
        is_noted = await self._is_noted(errand, write)
        self._being_noted -= 1
        rounds = 0
        while not is_noted and not (self.stopping and rounds > 1):
            await asyncio.sleep(delay(rounds, self.chance(), longest_seconds=20).total_seconds())
            is_noted = await self._is_noted(errand, write)
            rounds += 1

    async def _company(self) -> None:
        """Who comes while somebody waits already leaves with that one."""
        if self._leaving is None or self._leaving.done():
            self._leaving = asyncio.create_task(asyncio.sleep(COMPANY_SECONDS))
        await asyncio.wait([self._leaving])

    async def _is_noted(self, errand: Errand, write: Write[Any]) -> bool:
        try:
            await self.tray.commit(write)
        except OutboxError as error:
            log.error("outbox-failed reference=%s reason=%r", errand.about, str(error))
        except Exception as error:  # a fault of ours; forgetting the outcome would send the letter once a lease
            log.error("not-noted reference=%s reason=%s", errand.about, type(error).__name__)
        else:
            log.info("noted reference=%s kind=%s", errand.about, errand.kind)
            return True
        return False

    async def _keep_leases(self) -> None:
        while True:
            await asyncio.sleep(RENEW_SECONDS)
            mine = [*self._held, *self._under_way.values()]
            if not mine:
                continue
            try:
                await self._renew(mine)
            except OutboxError as error:
                log.error("outbox-failed reason=%r", str(error))
            except Exception as error:  # leases that nobody renews would send each letter twice
                log.error("leases-failed reason=%s", type(error).__name__)

    async def _renew(self, mine: list[Errand]) -> None:
        """What somebody else has taken over meanwhile is not begun here any more. Raises: OutboxError."""
        before, until = self._held_until, self.now() + timedelta(seconds=LEASE_SECONDS)
        kept = await asyncio.to_thread(self.outbox.renew, mine, until, self.claimant)
        for errand in mine:
            if errand.id not in kept and errand in self._held:
                self._held.remove(errand)
        if self._held_until == before:  # else what is held was claimed meanwhile, for longer
            self._held_until = until


def _reason(error: Exception) -> str:
    return "no key opens it" if isinstance(error, SealError) else type(error).__name__
