"""How slowly a body may come. Pure: instants are seconds of whatever clock the caller has.

Never looks at what is sent: a slow telephone on a bad line is served; who holds a place without using it is cut.
"""

from dataclasses import dataclass

HEAD_SECONDS = 10
"""From a connection, or from a later request's first byte, to the end of the request's head."""
REST_SECONDS = 30
"""From an answer to the end of a body that it did not wait for, so that the answer can be read meanwhile."""


@dataclass(frozen=True, slots=True)
class Pace:
    """After `grace_seconds` a body must have come at this average, and it is never silent for `silence_seconds`.

    Haste is no credit for later: nobody is ever ahead by more than the grace, so that a large body can't be sent but
    for its end, which then never comes.
    """

    grace_seconds: float = 30
    min_bytes_per_second: int = 1024
    silence_seconds: float = 20

    def first_deadline(self, now: float) -> float:
        return now + self.grace_seconds

    def later_deadline(self, deadline: float, now: float, received_bytes: int) -> float:
        """Each piece moves the deadline on by the time that it may take."""
        return min(deadline + received_bytes / self.min_bytes_per_second, now + self.grace_seconds)

    def cut_at(self, deadline: float, now: float) -> float:
        """Until when the next piece must be there."""
        return min(deadline, now + self.silence_seconds)
