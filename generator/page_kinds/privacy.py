"""Who uses what a citizen writes, for what, and for how long. Source: UU 27/2022, articles 20 and 21. Pure."""

from collections.abc import Iterator

from generator import facts
from generator.page import Page
from generator.writer import Writer


def privacy_pages(writer: Writer) -> Iterator[Page]:
    yield writer.page(
        "privacy",
        writer.path("privacy"),
        title=writer.words("page.privacy_title"),
        description=writer.words("page.privacy_lead"),
        offices=[
            (office, facts.privacy_facts(office, writer.words)) for office in writer.directory.organizations.values()
        ],
    )
