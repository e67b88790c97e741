"""A newcomer for tests: answers by question, each as often as it is asked, and remembers all that was said to them."""

from collections.abc import Mapping
from pathlib import Path
from typing import TypeAlias

from generator.directory import Reading, language
from generator.newcomer.asking import Conversation, draft_of
from generator.newcomer.draft import Draft
from generator.newcomer.first_file import first_file
from tests.building import FOUNDING_DAY, reading

GOOD: Mapping[str, list[str]] = {
    "languages": ["id"],
    "name": ["Dinas Sosial"],
    "id": [""],
    "zone": [""],
    "url": ["https://layanan.dinsos.go.id"],
    "street": [""],
    "whatsapp": ["0812-3006-0440"],
    "phone": [""],
    "mo-th": ["07:30-15:30"],
    "fr": ["07:30-11:30, 13:00-14:30"],
    "sa": [""],
    "su": [""],
    "service": [""],
    "desk": [""],
    "mailbox": ["surat@dinsos.go.id"],
    "sender": [""],
}
"""By flag, an answer to each question."""


Answers: TypeAlias = dict[str, str | list[str]]
"""By flag, with an underscore for a hyphen, what is answered instead: once, or several times."""


def answers(**changed: str | list[str]) -> dict[str, list[str]]:
    """Good answers, some of them changed; an underscore stands for a hyphen."""
    given = {key.replace("_", "-"): [told] if isinstance(told, str) else told for key, told in changed.items()}
    assert given.keys() <= GOOD.keys()
    return {**GOOD, **given}


def drafted(changed: Answers | None = None, *, lang: str = "id", **more: str | list[str]) -> tuple[Draft, list[str]]:
    """What comes of these answers, and what was said of them. Raises: EOFError where they were not enough."""
    said: list[str] = []

    def ask(question: str) -> str:
        said.append(question)
        raise EOFError

    given = answers(**(changed or {}), **more)
    return draft_of(given, Conversation(ask, said.append, language(lang))), said


def refused(**changed: str | list[str]) -> list[str]:
    """What was said of answers among which one is not good; the last of it is the question, asked again."""
    said: list[str] = []

    def ask(question: str) -> str:
        said.append(question)
        raise EOFError

    try:
        draft_of(answers(**changed), Conversation(ask, said.append, language("id")))
    except EOFError:
        return said
    raise AssertionError("every answer was taken")


def text_of(draft: Draft) -> str:
    """The first file, as of the founding day, with one holiday so that its year counts as known."""
    names = ", ".join(f"{code}: Natal" for code in draft.languages)
    calendar = ["calendar:", f"  - {{date: 2020-12-25, kind: holiday, name: {{{names}}}}}"]
    return first_file(draft, language(draft.languages[0]), FOUNDING_DAY.date(), calendar)


def read_back(draft: Draft) -> Reading:
    """As `check` reads it on that day."""
    return reading(text_of(draft), FOUNDING_DAY.date())


def command(path: Path, *more: str, **changed: str | list[str]) -> list[str]:
    """The command line with every answer in it."""
    flags = [f"--{key}={told}" for key, tolds in answers(**changed).items() for told in tolds]
    return ["new", "--contacts", str(path), "--now", FOUNDING_DAY.isoformat(), *flags, *more]
