"""The part of the directory that anybody may have, as plain data for /contacts.json. Pure.

Desks are named without their mailboxes, and the section `inquiry` and the names of files stay inside.
"""

import dataclasses
from collections.abc import Mapping
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from generator.directory import Directory, Interval, Telephone, Text, clock
from generator.directory.values import WEEKDAYS, Duration

_PRIVATE_SECTIONS = {"inquiry", "include"}
_PUBLIC_OF_DESK = ("id", "name", "organization", "schedule", "reply_within")


def public_directory(directory: Directory) -> dict[str, Any]:
    """Sections as in contacts.yml, values in one spelling each: numbers in E.164, times as HH:MM, texts by language."""
    sections = {
        field.name: _plain(getattr(directory, field.name))
        for field in dataclasses.fields(directory)
        if field.name not in _PRIVATE_SECTIONS
    }
    sections["version"] = int(directory.version)
    sections["desks"] = [{key: desk[key] for key in _PUBLIC_OF_DESK if key in desk} for desk in sections["desks"]]
    return sections


def _plain(value: Any) -> Any:  # noqa: C901, PLR0911 one line for each kind of value
    match value:
        case Text():
            return dict(value.by_language)
        case Telephone():
            return value.e164
        case Interval():
            return [clock(value.start), clock(value.end)]
        case Duration():
            return {"amount": value.amount, "unit": value.unit}
        case date():
            return value.isoformat()
        case ZoneInfo():
            return value.key
        case tuple():
            return [_plain(item) for item in value]
        case Mapping():
            return [_plain(record) for record in value.values()]
        case _ if dataclasses.is_dataclass(value):
            return _record(value)
    return value


def _record(record: Any) -> dict[str, Any]:
    """A record's own type first, and no key without a value."""
    kind = {"type": record.type} if hasattr(record, "type") else {}
    fields = {field.name.rstrip("_"): getattr(record, field.name) for field in dataclasses.fields(record)}
    told = {key: _plain(value) for key, value in fields.items() if value is not None and value != ()}
    if "regular" in told:
        told["regular"] = {WEEKDAYS[day]: _plain(hours) for day, hours in sorted(fields["regular"].items())}
    return kind | told
