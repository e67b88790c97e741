"""What may be promised of a desk: when it opens, and by when it answers. Pure."""

from datetime import datetime
from typing import NamedTuple

from generator.directory import Desk, Directory, State, schedule_timetable


class Promise(NamedTuple):
    """Instants in the office's zone; None where the directory does not say."""

    is_open: bool
    opens_next: datetime | None
    reply_by: datetime | None


def promise_of(directory: Directory, desk: Desk, received: datetime) -> Promise:
    """For a question that came at `received`. `opens_next` is that instant itself while the desk is open."""
    timetable = schedule_timetable(directory, desk.schedule)
    status = timetable.status(received)
    reply_by = timetable.deadline(received, desk.reply_within) if desk.reply_within else None
    return Promise(status.state is State.OPEN, status.next_opening, reply_by)
