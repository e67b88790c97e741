"""What the preview puts on top of a page: the panel that tells what is wrong, and its script and stylesheet. Pure.

It changes pages on their way to a browser and never those on disk.
"""

from collections.abc import Mapping, Sequence
from typing import Any, assert_never

from babel.numbers import format_decimal
from jinja2 import Environment
from markupsafe import Markup

from generator.answers.check import problems_as_text
from generator.directory import Language, Problem
from generator.preview.draft import Building, Built, Faulty, Outcome, Refused, Unforeseen

MOST_LISTED = 50
"""A file with thousands of problems makes no page of megabytes; the terminal has them all."""


def panel(outcome: Outcome, words: Language, templates: Environment, *, has_page: bool) -> str:
    """The panel as HTML; empty where all is well. `has_page`: a good page lies beneath."""
    match outcome:
        case Building():
            told = _told("busy", words("preview.building"))
        case Built() if not outcome.warnings:
            return ""
        case Built():
            told = _told("warnings", words("preview.heads_up"), problems=outcome.warnings)
        case Faulty():
            told = _told("error", words("preview.faulty"), lead=_lead(words, has_page), problems=outcome.problems)
        case Refused():
            told = _told("error", words("preview.refused"), lead=_lead(words, has_page), reason=outcome.reason)
        case Unforeseen():
            told = _told("error", words("preview.unforeseen"), lead=_lead(words, has_page), reason=outcome.reason)
        case _:
            assert_never(outcome)
    return _rendered(told, words, templates)


def stopped_panel(words: Language, templates: Environment) -> str:
    """The panel of a browser that hears nothing from the preview any more."""
    return _rendered(_told("busy", words("preview.stopped")), words, templates)


def _lead(words: Language, has_page: bool) -> str:
    return words("preview.last_good") if has_page else words("preview.no_page")


def _told(
    kind: str, heading: str, lead: str = "", reason: str = "", problems: Sequence[Problem] = ()
) -> Mapping[str, Any]:
    return {"kind": kind, "heading": heading, "lead": lead, "reason": reason, "problems": problems}


def _rendered(told: Mapping[str, Any], words: Language, templates: Environment) -> str:
    problems = told["problems"]
    warnings = sum(problem.severity == "warning" for problem in problems)
    blanks: dict[str, Any] = dict(told) | {
        "problems": problems[:MOST_LISTED],
        "unlisted": len(problems[MOST_LISTED:]),
        "count": words("check.count", errors=len(problems) - warnings, warnings=warnings),
    }
    return templates.get_template("panel.html").render(blanks, t=words).strip()


def with_panel(page: str, panel: str, edition: str, words: Language, templates: Environment) -> str:
    """A page with the panel and what keeps it up to date, at the end of its body. `edition`: which build it is of."""
    blanks = {"panel": Markup(panel), "stopped": stopped_panel(words, templates), "edition": edition}  # noqa: S704
    added = templates.get_template("added.html").render(blanks, t=words)
    before, end, after = page.rpartition("</body>")
    return f"{before}{added}{end}{after}" if end else page + added


def said(outcome: Outcome, words: Language, now: str) -> str:
    """The same for the terminal, where a clerk tells one build from the next by the time of day: `now`."""
    match outcome:
        case Building():
            return ""
        case Built():
            seconds = format_decimal(round(outcome.seconds, 1), locale=words.locale)
            line = words("preview.built", time=now, pages=outcome.pages, seconds=seconds)
            warned = [problems_as_text(outcome.warnings, words)] if outcome.warnings else []
            return "\n".join([*warned, line])
        case Faulty():
            return problems_as_text(outcome.problems, words)
        case Refused():
            return f"{words('preview.refused')}\n{outcome.reason}"
        case Unforeseen():
            return f"{words('preview.unforeseen')}\n{outcome.reason}"
        case _:
            assert_never(outcome)
