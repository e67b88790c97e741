"""When letters may go to a mail server that has failed: a breaker, one for each server. Pure; knows no server.

It only ever puts off: it refuses no letter, and a clock that is set back keeps it shut no longer than `PROBE_SECONDS`.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from form_api.outcomes import Accepted, Outcome, Refused, SenderRefused, TryLater, Unknown, Unreachable

FAILURES_TO_OPEN = 3
WAIT_SECONDS = (2, 5, 10, 30, 60, 120, 300)
"""After it opened, after the first probe that failed ...; the last one for ever after."""
JITTER = 0.2
PROBE_SECONDS = 1200
"""A probe that nobody heard of for so long, as after a crash in the middle, is followed by another."""
MANY = 1_000_000

State = Literal["closed", "open", "probing"]


@dataclass(frozen=True, slots=True, kw_only=True)
class BreakerView:
    """What /health and the metrics tell: no word of the server's, only its code. `since`: None before any outcome."""

    state: State
    since: datetime | None
    failures: int
    code: int | None


class Breaker:
    """Closed, it lets every letter through; open, none until `opens_at` and then a single one, the probe."""

    def __init__(self) -> None:
        self._state: State = "closed"
        self._since: datetime | None = None
        self._failures = 0
        self._waits = 0
        self._code: int | None = None
        self._opens_at: datetime | None = None

    @property
    def opens_at(self) -> datetime | None:
        """When the next letter may be tried; None while all may."""
        return self._opens_at

    def may_carry(self, now: datetime) -> int:
        """How many letters may be claimed now: none, one as a probe, or as many as there are."""
        if self._opens_at is None:
            return MANY
        left = self._opens_at - now
        is_over = left <= timedelta(0) or left > timedelta(seconds=PROBE_SECONDS)  # or the clock was set back
        return 1 if is_over else 0

    def probed(self, now: datetime) -> None:
        """A letter was claimed as the probe: nobody else gets one until its outcome is heard. Nothing where closed."""
        if self._opens_at is not None:
            self._turn("probing", now)
            self._opens_at = now + timedelta(seconds=PROBE_SECONDS)

    def unused(self, now: datetime) -> None:
        """What was claimed as the probe needed no mail server: another may probe at once."""
        if self._state == "probing":
            self._turn("open", now)
            self._opens_at = now

    def heard(self, outcome: Outcome, now: datetime, chance: float) -> None:
        """The outcome of a letter; `chance` from 0 to 1 spreads the probes of several machines."""
        match outcome:
            case Unreachable(code=code) | SenderRefused(code=code):
                self._failed(code, now, chance)
            case Accepted() | TryLater() | Refused() | Unknown():
                self._answered(now)

    def _failed(self, code: int | None, now: datetime, chance: float) -> None:
        """What was under way when it opened counts, but makes nobody wait longer: it was no probe."""
        self._failures += 1
        self._code = code
        if self._state == "open" or self._failures < FAILURES_TO_OPEN:
            return
        seconds = WAIT_SECONDS[min(self._waits, len(WAIT_SECONDS) - 1)]
        self._waits += 1
        self._opens_at = now + timedelta(seconds=seconds * (1 - JITTER * chance))
        self._turn("open", now)

    def _answered(self, now: datetime) -> None:
        self._failures, self._waits, self._code, self._opens_at = 0, 0, None, None
        self._turn("closed", now)

    def _turn(self, state: State, now: datetime) -> None:
        """`since` is when it last shut or opened: a probe in between changes nothing for who looks at it."""
        if (state == "closed") != (self._state == "closed") or self._since is None:
            self._since = now
        self._state = state

    def view(self) -> BreakerView:
        return BreakerView(state=self._state, since=self._since, failures=self._failures, code=self._code)
