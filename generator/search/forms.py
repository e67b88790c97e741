"""Word forms: which roots a word may have, by the rules of its language, which are data under `forms/`.

The rules go into the index as they stand, and `search.js` applies the very same ones to what a citizen types.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

_FOLDER = Path(__file__).parent / "forms"
_BLANK = re.compile(r"\$(\d)")


class Rule(NamedTuple):
    """What a pattern finds is replaced by each of `by`; `$1` in it is the pattern's first group."""

    of: str
    by: tuple[str, ...]


class Step(NamedTuple):
    """Rules that are all tried on a form. `maybe`: the form stays as well, for the rules can't be sure."""

    rules: tuple[Rule, ...]
    maybe: bool = False


@dataclass(frozen=True)
class Forms:
    """A language's rules. `letters`: what a rule leaves has at least so many. `fillers` say nothing in a query."""

    letters: int = 1
    steps: tuple[Step, ...] = ()
    fillers: frozenset[str] = frozenset()

    def roots(self, word: str) -> list[str]:
        """The word itself first, then the roots that it may have, every rule applied that can be."""
        return self._reduced(word, every=False)

    def all_forms(self, word: str) -> list[str]:
        """The word itself first, then its roots and the forms on the way there: what a query is looked up under."""
        return self._reduced(word, every=True)

    def _reduced(self, word: str, *, every: bool) -> list[str]:
        forms = [word]
        for step in self.steps:
            forms = list(dict.fromkeys(left for form in forms for left in self._stepped(step, form, every=every)))
        return list(dict.fromkeys([word, *forms]))

    def _stepped(self, step: Step, form: str, *, every: bool) -> list[str]:
        cut = [
            left
            for rule in step.rules
            if _compiled(rule.of).search(form)
            for left in (_compiled(rule.of).sub(_BLANK.sub(r"\\\1", by), form, count=1) for by in rule.by)
            if len(left) >= self.letters
        ]
        return [form, *cut] if every or step.maybe or not cut else cut


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


@cache
def forms_of(code: str) -> Forms:
    """The rules of a language (BCP 47 code); none for one that has no file."""
    path = _FOLDER / f"{code}.yml"
    return forms_from(yaml.safe_load(path.read_text(encoding="utf-8"))) if path.exists() else Forms()


def forms_from(written: dict[str, Any]) -> Forms:
    """Rules as they stand in a file."""
    return Forms(
        int(written.get("letters", 1)),
        tuple(_step(step) for step in written.get("steps", ())),
        frozenset(str(written.get("fillers", "")).split()),
    )


def _step(written: dict[str, Any]) -> Step:
    rules: Sequence[dict[str, Any]] = written["rules"]
    return Step(tuple(Rule(rule["of"], tuple(rule["by"])) for rule in rules), bool(written.get("maybe")))
