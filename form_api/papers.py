"""A PDF -> whether it can be taken: it opens without a password and does nothing by itself.

The only module that knows pikepdf. It runs in a process of its own (`examine_one`), never in the server's. What the
parser makes of the file counts, not its bytes: names can be spelled in many ways, and objects lie packed in others.
"""

import re
from collections.abc import Iterator
from io import BytesIO
from itertools import chain

import pikepdf

from form_api.verdicts import Examined, Unusable, Verdict

_ACTIONS = ("JavaScript", "Launch", "GoToE")
"""The last opens a paper that is enclosed in this one, which nobody has looked into; enclosed alone, it lies still.

Source: ISO 32000-1, 12.6.4.4 (embedded go-to), 12.6.4.5 (launch) and 12.6.4.16 (JavaScript).
"""
_ACTORS = ("RichMedia", "3D")
"""What plays on a page, by its own scripts. Source: ISO 32000-1, 13.6; ISO 32000-2, 13.7."""
_DOUBLED = re.compile(r"duplicated key /(S|JS|Subtype|XFA)\b")
"""As qpdf 12 warns of it."""


class _HiddenError(ValueError):
    """Something in the paper is not what another reader would find there."""


def inspected(content: bytes) -> Verdict:
    """The paper as it came, byte for byte, or why it can't be taken."""
    try:
        with pikepdf.open(BytesIO(content), suppress_warnings=True) as paper:
            active = next(_actions(paper), None)
            _see_that_none_was_doubled(paper)
    except pikepdf.PasswordError:
        return Unusable("paper-locked")
    except (pikepdf.PdfError, ValueError, RuntimeError):
        return Unusable("paper-broken")
    return Unusable("paper-active", {"action": active}) if active else Examined("pdf", content)


def _actions(paper: pikepdf.Pdf) -> Iterator[str]:
    """What the paper would do, wherever that stands: every object that it has is looked at, reached or not."""
    for found in chain([paper.trailer], paper.objects):
        waiting = [_seen(found)]
        while waiting:
            each = waiting.pop()
            if isinstance(each, (pikepdf.Dictionary, pikepdf.Stream)):
                yield from _action(each)
                waiting += [value for value in each.values() if _is_within(value)]
            elif isinstance(each, pikepdf.Array):
                waiting += [value for value in each if _is_within(value)]


def _seen(found: pikepdf.Object | None) -> pikepdf.Object:
    """Raises: _HiddenError for null, which qpdf calls what it could not read, or not unpack for want of memory."""
    if found is None:
        raise _HiddenError
    return found


def _see_that_none_was_doubled(paper: pikepdf.Pdf) -> None:
    """Raises: _HiddenError. The parser takes the last of a doubled entry, some readers the first."""
    if any(_DOUBLED.search(warning) for warning in paper.get_warnings()):
        raise _HiddenError


def _action(entries: pikepdf.Object) -> Iterator[str]:
    if isinstance(entries.get("/JS"), (pikepdf.String, pikepdf.Stream)):  # a font may be called so
        yield "JavaScript"
    yield from (action for action in _ACTIONS if _is_named(entries, "/S", action))
    yield from (actor for actor in _ACTORS if _is_named(entries, "/Subtype", actor))
    if "/XFA" in entries:  # a form within the form, whose scripts are no objects of the paper
        yield "XFA"


def _is_named(entries: pikepdf.Object, key: str, name: str) -> bool:
    found = entries.get(key)
    return isinstance(found, pikepdf.Name) and found == f"/{name}"


def _is_within(value: object) -> bool:
    """Part of the object itself: what it refers to is looked at in its own turn."""
    return isinstance(value, (pikepdf.Dictionary, pikepdf.Stream, pikepdf.Array)) and not value.is_indirect
