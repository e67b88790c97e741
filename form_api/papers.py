"""A PDF -> whether it can be taken: it opens without a password and does nothing by itself.

The only module that knows pikepdf. It runs in a process of its own (`examine_one`), never in the server's. What the
parser makes of the file counts, not its bytes: names can be spelled in many ways, and objects lie packed in others.
"""

from collections.abc import Iterator
from io import BytesIO

import pikepdf

from form_api.verdicts import Examined, Unusable, Verdict

_ACTIONS = ("JavaScript", "Launch")
"""Source: ISO 32000-1, 12.6.4.5 (launch actions) and 12.6.4.16 (JavaScript actions)."""


def inspected(content: bytes) -> Verdict:
    """The paper as it came, byte for byte, or why it can't be taken."""
    try:
        with pikepdf.open(BytesIO(content), suppress_warnings=True) as paper:
            active = next(_actions(paper), None)
    except pikepdf.PasswordError:
        return Unusable("paper-locked")
    except (pikepdf.PdfError, ValueError, RuntimeError):
        return Unusable("paper-broken")
    return Unusable("paper-active", {"action": active}) if active else Examined("pdf", content)


def _actions(paper: pikepdf.Pdf) -> Iterator[str]:
    """What the paper would do, wherever that stands: every object that it has is looked at, reached or not."""
    for found in paper.objects:
        waiting = [found]
        while waiting:
            each = waiting.pop()
            if isinstance(each, (pikepdf.Dictionary, pikepdf.Stream)):
                yield from _action(each)
                waiting += [value for value in each.values() if _is_within(value)]
            elif isinstance(each, pikepdf.Array):
                waiting += [value for value in each if _is_within(value)]


def _action(entries: pikepdf.Object) -> Iterator[str]:
    if "/JS" in entries:
        yield "JavaScript"
    kind = entries.get("/S")
    if isinstance(kind, pikepdf.Name):
        yield from (action for action in _ACTIONS if kind == f"/{action}")


def _is_within(value: object) -> bool:
    """Part of the object itself: what it refers to is looked at in its own turn."""
    return isinstance(value, (pikepdf.Dictionary, pikepdf.Stream, pikepdf.Array)) and not value.is_indirect
