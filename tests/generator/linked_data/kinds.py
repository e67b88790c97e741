"""The data of every page of a directory that has any."""

from generator.directory import Directory, Timetables, language
from generator.linked_data import OpeningHours, home_data, notice_data, office_data, service_data
from generator.linked_data.nodes import Node
from generator.news import announcements
from tests.building import FOUNDING_DAY


def every_page(directory: Directory, code: str) -> list[Node]:
    """In one language, as of the founding day: home, services, offices, notices."""
    words, hours = language(code), OpeningHours(Timetables(directory), FOUNDING_DAY)
    return [
        home_data(directory, words),
        *(service_data(directory, item, words, hours) for item in directory.services.values()),
        *(office_data(directory, item, words, hours) for item in directory.organizations.values()),
        *(notice_data(directory, item, words) for item in announcements(directory, words)),
    ]
