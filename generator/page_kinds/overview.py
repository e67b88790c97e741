"""Ways to find a service by hand: all of them from A to Z, and those of each group. Pure."""

from collections.abc import Iterator

from generator import groups
from generator.directory.model import Category
from generator.page import Page
from generator.writer import Writer

MOST_ON_A_PAGE = 500
"""Services on one page; with more, each letter has a page."""


def overview_pages(writer: Writer) -> Iterator[Page]:
    letters = groups.by_letter(writer.services, writer.words)
    is_parted = len(writer.services) > MOST_ON_A_PAGE
    yield _alphabet(writer, letters, "", is_parted=is_parted)
    if is_parted:
        yield from (_alphabet(writer, letters, name, is_parted=True) for name in letters)
    for category in writer.directory.categories.values():
        yield _category(writer, category)


def _alphabet(writer: Writer, letters: groups.Letters, shown: str, *, is_parted: bool) -> Page:
    """All letters, or one of them; where they are parted the first page names them alone."""
    listed = {shown: letters[shown]} if shown else {} if is_parted else letters
    return writer.page(
        "a-z",
        writer.path("letters", groups.letter_slug(shown)) if shown else writer.path("all"),
        title=writer.words("page.services_of_letter", letter=shown) if shown else writer.words("page.all_services"),
        description=writer.words("page.all_services_lead"),
        letters=[(name, groups.letter_slug(name)) for name in letters],
        only_here=bool(shown),
        is_parted=is_parted,
        groups=listed,
        slugs={name: groups.letter_slug(name) for name in letters},
        organizations=writer.directory.organizations,
    )


def _category(writer: Writer, category: Category) -> Page:
    return writer.page(
        "category",
        writer.path("categories", category.id),
        title=writer.say(category.name),
        category=category,
        description=writer.words("page.category_lead", category=writer.say(category.name)),
        services=[service for service in writer.services if service.category == category.id],
        organizations=writer.directory.organizations,
    )
