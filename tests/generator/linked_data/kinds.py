"""The data of every page of a directory that has any."""

from generator.directory import Directory, Timetables, language
from generator.linked_data import LinkedData
from generator.linked_data.nodes import Node
from generator.news import announcements
from tests.building import FOUNDING_DAY


def linked(directory: Directory) -> LinkedData:
    """As of the founding day."""
    return LinkedData(directory, Timetables(directory), FOUNDING_DAY)


def every_page(directory: Directory, code: str) -> list[Node]:
    """In one language: home, services, offices, notices."""
    words, data = language(code), linked(directory)
    return [
        data.home(words),
        *(data.service(item, words) for item in directory.services.values()),
        *(data.office(item, words) for item in directory.organizations.values()),
        *(data.notice(item, words) for item in announcements(directory, words)),
    ]
