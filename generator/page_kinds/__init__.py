"""Every kind of page, a module each: what it shows and where it lives. Pure; none knows another."""

from collections.abc import Callable, Iterable

from generator.bundles import Own
from generator.page import Page
from generator.page_kinds.contacts import contact_pages
from generator.page_kinds.home import home_pages
from generator.page_kinds.notice import notice_list, notice_pages
from generator.page_kinds.office import office_list, office_pages
from generator.page_kinds.overview import overview_pages
from generator.page_kinds.poster import poster_pages
from generator.page_kinds.privacy import privacy_pages
from generator.page_kinds.service import service_pages
from generator.page_kinds.standard import standard_pages
from generator.writer import Writer

OF_RECORDS: tuple[Callable[[Writer, Own], Iterable[Page]], ...] = (
    service_pages,
    office_pages,
    standard_pages,
    notice_pages,
    poster_pages,
)
"""Pages of a record each: those of the records that are named."""

__all__ = [
    "OF_RECORDS", "contact_pages", "home_pages", "notice_list", "office_list", "overview_pages", "privacy_pages",
]  # fmt: skip
