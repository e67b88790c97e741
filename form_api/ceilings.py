"""How many questions are taken in a while: in total, of one content, from one address. Pure; the clock is a parameter.

Never a judge of people: a ceiling keeps the service standing, far above what a person, or a neighbourhood behind one
address, does. It lives in memory, bounded, and forgets with a restart.
"""

from collections import OrderedDict, deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from math import ceil
from typing import Literal, TypeAlias

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
MOST_KEYS = 20_000
PER_MINUTE = 600
CONTENT_PER_HOUR = 60
PER_ADDRESS_AND_MINUTE = 120
IPV6_NETWORK = 64
"""What one household or telephone has of IPv6. Source: RFC 6177, section 2."""

Which: TypeAlias = Literal["total", "content", "address"]


@dataclass(frozen=True, slots=True)
class Wait:
    """A ceiling was reached: it takes no more for so many whole seconds."""

    seconds: int
    which: Which


@dataclass
class _Window:
    """The instants of what was admitted under each key within `period`; of the oldest keys no more than `MOST_KEYS`."""

    ceiling: int
    period: timedelta
    admitted: OrderedDict[str, deque[datetime]] = field(default_factory=OrderedDict)

    def seconds_to_wait(self, now: datetime, key: str) -> int:
        """0 where one more may come now."""
        past = self.admitted.get(key, deque())
        # What lies ahead was written before a clock was set back, and would else count for as long as that.
        while past and not now - self.period < past[0] <= now:
            past.popleft()
        if len(past) < self.ceiling:
            return 0
        return (
            max(1, ceil((past[0] + self.period - now).total_seconds())) if past else ceil(self.period.total_seconds())
        )

    def admit(self, now: datetime, key: str) -> None:
        self.admitted.setdefault(key, deque(maxlen=max(1, self.ceiling))).append(now)
        self.admitted.move_to_end(key)
        while len(self.admitted) > MOST_KEYS or self._is_over(now):
            self.admitted.popitem(last=False)

    def _is_over(self, now: datetime) -> bool:
        """The key that was used the longest ago counts no more."""
        oldest = next(iter(self.admitted.values()))
        return not oldest or oldest[-1] <= now - self.period


class Ceilings:
    """What was admitted lately. One for the whole service."""

    def __init__(
        self,
        *,
        total_per_minute: int = PER_MINUTE,
        content_per_hour: int = CONTENT_PER_HOUR,
        address_per_minute: int = PER_ADDRESS_AND_MINUTE,
    ) -> None:
        self._total = _Window(total_per_minute, MINUTE)
        self._content = _Window(content_per_hour, HOUR)
        self._address = _Window(address_per_minute, MINUTE)

    def seen(self, now: datetime, content_key: str) -> int:
        """How often this content was admitted within the hour before."""
        return sum(now - HOUR < at <= now for at in self._content.admitted.get(content_key, ()))

    def admit(self, now: datetime, address: str, content_key: str) -> Wait | None:
        """None, and it counts; or how long to wait, and it does not.

        `address`: the client's, as the server believes it; empty where it has none, as behind a local socket.
        """
        keys: list[tuple[_Window, str, Which]] = [(self._total, "", "total"), (self._content, content_key, "content")]
        if address:
            keys.append((self._address, network_of(address), "address"))
        for window, key, which in keys:
            if seconds := window.seconds_to_wait(now, key):
                return Wait(seconds, which)
        for window, key, _ in keys:
            window.admit(now, key)
        return None


@lru_cache(maxsize=4096)
def network_of(address: str) -> str:
    """The address itself, or the network of 64 bits that an IPv6 address is in: its holder has them all."""
    try:
        found = _unmapped(ip_address(address.partition("%")[0]))
    except ValueError:
        return address
    return str(ip_network((found, IPV6_NETWORK), strict=False)) if found.version == 6 else str(found)


def _unmapped(found: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """An IPv4 address that came by way of IPv6 as what it is."""
    return found.ipv4_mapped or found if isinstance(found, IPv6Address) else found
