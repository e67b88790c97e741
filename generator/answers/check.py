"""What `check` says: every problem of a file as text, as JSON, or as annotations of a pull request."""

import json
from collections.abc import Sequence
from pathlib import Path

from generator.directory import Language, Problem


def check(path: Path, problems: Sequence[Problem], form: str, words: Language) -> tuple[str, int]:
    """What is wrong in a file, in `form` (text, github, json), and the exit code: 1 with errors, 0 without."""
    exit_code = int(any(problem.severity == "error" for problem in problems))
    if form == "json":
        return problems_as_json(problems, words), exit_code
    if form == "github":
        return "\n".join(_github_line(problem, words) for problem in problems), exit_code
    if not problems:
        return words("check.fine", file=path), exit_code
    return problems_as_text(problems, words), exit_code


def problems_as_text(problems: Sequence[Problem], words: Language) -> str:
    """A line for each problem, and a last line that counts them."""
    lines = [f"{problem.place}: {words.explain(problem)} [{problem.rule}]" for problem in problems]
    warnings = sum(problem.severity == "warning" for problem in problems)
    lines.append(words("check.count", errors=len(problems) - warnings, warnings=warnings))
    return "\n".join(lines)


def problems_as_json(problems: Sequence[Problem], words: Language) -> str:
    found = [
        {
            "file": problem.place.file,
            "line": problem.place.line,
            "column": problem.place.column,
            "rule": problem.rule,
            "severity": problem.severity,
            "message": words.explain(problem),
        }
        for problem in problems
    ]
    return json.dumps(found, ensure_ascii=False, indent=2)


def _github_line(problem: Problem, words: Language) -> str:
    """Source: actions/toolkit, command.ts: what is escaped in a message, and beside it in a property."""
    message = _escaped(words.explain(problem))
    file = _escaped(problem.place.file).replace(":", "%3A").replace(",", "%2C")
    place = f"file={file},line={problem.place.line},col={problem.place.column}"
    return f"::{problem.severity} {place},title={problem.rule}::{message}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
