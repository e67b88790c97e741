"""The part of the directory that anybody may have, as plain data for /contacts.json. Pure.

Desks are named without their mailboxes, and the section `inquiry` and the names of files stay inside.
"""

import dataclasses
import json
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from generator.directory import Desk, Directory, Interval, Telephone, Text, clock
from generator.directory.fields import Field, fields_of
from generator.directory.values import WEEKDAYS, Duration

PUBLIC_NAME = "contacts.json"
SCHEMA_NAME = "contacts.schema.json"
"""The form of /contacts.json, which stands beside it."""
_PUBLIC_OF_DESK = ("id", "name", "organization", "schedule", "reply_within")
_PRIVATE_SECTIONS = ("inquiry", "include")


def public_directory_as_text(directory: Directory, written: Mapping[str, Mapping[str, str]] | None = None) -> str:
    """Sections as in contacts.yml, values in one spelling each: numbers in E.164, times as HH:MM, texts by language.

    As JSON, a record on each line: quickly written, and an edit changes few of them.
    `written`: section -> id -> the line of a record that says what it said when that was written.
    """
    sections = _sections(directory).items()
    told = (f"{_as_json(key)}: {_section(value, (written or {}).get(key, {}))}" for key, value in sections)
    return "{\n" + ",\n".join(told) + "\n}\n"


def _section(value: Any, written: Mapping[str, str]) -> str:
    if not isinstance(value, Mapping | tuple):
        return _as_json(_plain(value))
    records = value.items() if isinstance(value, Mapping) else (("", item) for item in value)
    lines = [written.get(record_id) or _as_json(_plain(record)) for record_id, record in records]
    return "[\n" + ",\n".join(lines) + "\n]" if lines else "[]"


def _sections(directory: Directory) -> dict[str, Any]:
    sections = {item.key: getattr(directory, item.name) for item in public_fields(Directory)}
    return {"$schema": SCHEMA_NAME, **sections, "version": int(directory.version), "sha256": directory.sha256}


def _as_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


@cache
def public_fields(record: type) -> tuple[Field, ...]:
    """The keys of a record that are told, in the order of the model."""
    if record is Desk:
        return tuple(item for item in fields_of(record) if item.key in _PUBLIC_OF_DESK)
    return tuple(item for item in fields_of(record) if record is not Directory or item.key not in _PRIVATE_SECTIONS)


def _plain(value: Any) -> Any:  # noqa: C901, PLR0911 one line for each kind of value
    match value:
        case str() | int() | float():
            return value
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
    record_type: type = type(record)
    fields = {item.key: getattr(record, item.name) for item in public_fields(record_type)}
    told = {key: _plain(value) for key, value in fields.items() if value is not None and value != ()}
    if "regular" in told:
        told["regular"] = {WEEKDAYS[day]: _plain(hours) for day, hours in sorted(fields["regular"].items())}
    return kind | told
