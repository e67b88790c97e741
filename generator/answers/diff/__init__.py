"""What `diff` says: each change that citizens would notice, in every language of the site, and a draft of a notice."""

from datetime import date
from pathlib import Path

from generator.answers.diff.draft import draft
from generator.answers.diff.sentences import sentences
from generator.answers.instants import days_asked
from generator.changes import compare
from generator.directory import Directory, DirectoryError, Language, inspect, language
from generator.directory.gathering import Spread

__all__ = ["diff", "load_both"]


def load_both(old: Path, new: Path, spread: Spread | None = None) -> tuple[Directory, Directory]:
    """Both versions; `spread` as for `inspect`. Raises: DirectoryError with the problems of each that can't be used."""
    before, after = inspect(old, spread=spread), inspect(new, spread=spread)
    if before.directory is None or after.directory is None:
        raise DirectoryError(problem for side in (before, after) if side.directory is None for problem in side.problems)
    return before.directory, after.directory


def diff(old: Directory, new: Directory, today: date, days: int, words: Language) -> str:
    """The answer as text: sentences under the name of each language, then the draft; a line where nothing changed."""
    changes = compare(old, new, today, days_asked(days))
    if not changes:
        return words("diff.nothing")
    parts = [_listed(language(code), sentences(changes, old, new, language(code))) for code in new.site.languages]
    notice = draft(changes, old, new, today)
    parts.append(f"{words('diff.draft_heading')}\n{notice}" if notice else words("diff.no_draft"))
    return "\n\n".join(part.rstrip("\n") for part in parts)


def _listed(words: Language, said: list[str]) -> str:
    return "\n".join([words("name"), *(f"- {sentence}" for sentence in said)])
