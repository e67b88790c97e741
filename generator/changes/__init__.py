"""What citizens would notice between two versions of a directory, as values. Pure; knows no words and no files."""

from datetime import date

from generator.changes.announced import announcement_changes
from generator.changes.channels import channel_changes
from generator.changes.kinds import Change
from generator.changes.offices import office_changes
from generator.changes.opening import opening_changes
from generator.changes.services import service_changes
from generator.changes.sides import Sides, Version
from generator.directory import Directory

__all__ = ["Change", "compare"]


def compare(old: Directory, new: Directory, today: date, days: int = 60) -> list[Change]:
    """Everything that differs for citizens from `today` on, the most pressing first; hours within so many days."""
    sides = Sides(Version(old), Version(new))
    return [
        *announcement_changes(sides, today),
        *opening_changes(sides, today, days),
        *channel_changes(sides),
        *service_changes(sides),
        *office_changes(sides),
    ]
