"""Whom an inquiry is meant for, whose office that is, and for how long its words may be kept. Pure."""

from form_api.records import Entry
from generator.directory import Desk, Directory, Organization, desks_from


def desk_of(directory: Directory, entry: Entry) -> Desk | None:
    """The desk that it was meant for, or who follows it where that one has left the directory.

    None where the directory takes no questions.
    """
    return next(iter(desks_from(directory, entry.desk)), None) if directory.inquiry else None


def office_of(directory: Directory, entry: Entry) -> Organization | None:
    """The service's, or the desk's where it is about no service."""
    service, desk = directory.services.get(entry.service), desk_of(directory, entry)
    return directory.organizations.get((service and service.organization) or (desk and desk.organization) or "")
