"""Changes -> a notice to paste into contacts.yml. Pure; what has an announcement of its own is not announced twice."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import count
from textwrap import shorten
from typing import Any, NamedTuple, get_args

import yaml

from generator.answers.diff.sentences import sentences
from generator.changes import Change, kinds
from generator.directory import (
    Channel,
    Closure,
    Counter,
    Desk,
    Directory,
    Language,
    Location,
    Organization,
    Service,
    desks_for,
    language,
)

LONGEST_TITLE = 100
MOST_SERVICES = 8
_OWN_PAGE = get_args(kinds.AnnouncementChange)
_PRESSING = (
    *get_args(kinds.OpeningChange),
    kinds.LastIntakeChanged,
    kinds.ContactChanged,
    kinds.CounterMoved,
    kinds.AddressChanged,
)


def draft(changes: Sequence[Change], old: Directory, new: Directory, today: date) -> str:
    """A record of the section `notices` as YAML, indented by two; empty where each change has a page of its own."""
    unannounced = [change for change in changes if not isinstance(change, _OWN_PAGE)]
    if not unannounced:
        return ""
    spoken = [language(code) for code in new.site.languages]
    said = {words.code: sentences(unannounced, old, new, words) for words in spoken}
    notice = {
        "id": _free_id(new, language(new.site.default_language), today),
        "level": "minor" if any(map(_is_pressing, changes)) else "announcement",
        "posted": today,
        **_concerned(unannounced, new),
        "title": {words.code: _title(said[words.code], words, today) for words in spoken},
        "text": {words.code: "\n".join(said[words.code]) for words in spoken},
    }
    dumped = yaml.dump({"notices": [notice]}, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=2**31)
    return dumped.partition("\n")[2]


def _is_pressing(change: Change) -> bool:
    """Whether people would come at the wrong time, or to the wrong place or number."""
    match change:
        case kinds.Announced(record) | kinds.Withdrawn(record) | kinds.PeriodChanged(new=record):
            return isinstance(record, Closure)
        case kinds.ConcernChanged(record=record):
            return isinstance(record, Closure)
        case kinds.ServicesChanged(how=kinds.Suspended()):
            return True
    return isinstance(change, _PRESSING)


def _free_id(directory: Directory, words: Language, today: date) -> str:
    taken = {*directory.closures, *directory.special_hours, *directory.notices}
    first = f"{words('diff.draft_id')}-{today.isoformat()}"
    return next(name for name in _numbered(first) if name not in taken)


def _numbered(name: str) -> Iterator[str]:
    yield name
    yield from (f"{name}-{number}" for number in count(2))


def _title(said: Sequence[str], words: Language, today: date) -> str:
    """The change itself where there is but one, cut between words where it is long."""
    alone = shorten(said[0].removesuffix("."), LONGEST_TITLE, placeholder=" …") if len(said) == 1 else "…"
    return words("diff.draft_title", date=words.date(today)) if alone == "…" else alone


def _concerned(changes: Iterable[Change], directory: Directory) -> Mapping[str, list[str]]:
    """The services on whose pages the notice stands, or whole offices where it concerns all of theirs or very many."""
    touched = _Touched.by(changes)
    known = [service for service in directory.services.values() if service.is_listed]
    concerned = [service.id for service in known if touched.concerns(service, directory)]
    offices = list(dict.fromkeys(directory.services[service_id].organization for service_id in concerned))
    untouched = {service.id for service in known}.difference(concerned)
    whole = all(directory.services[service_id].organization not in offices for service_id in untouched)
    if len(concerned) > MOST_SERVICES or whole:
        return {"organizations": offices} if offices else {}
    return {"services": concerned}


class _Touched(NamedTuple):
    """The ids of the records that changes are about, by their kind."""

    ids: Mapping[type, set[str]]

    @classmethod
    def by(cls, changes: Iterable[Change]) -> "_Touched":
        records = [record for change in changes for record in _records(change)]
        kinds_of_record = (Service, Organization, Location, Channel, Desk)
        return cls({kind: {item.id for item in records if isinstance(item, kind)} for kind in kinds_of_record})

    def concerns(self, service: Service, directory: Directory) -> bool:
        """Whether people who come for a service meet any of them."""
        channels = [directory.channels[channel] for channel in service.channels]
        desks = desks_for(directory, service, None)
        return (
            service.id in self.ids[Service]
            or service.organization in self.ids[Organization]
            or any(channel.id in self.ids[Channel] for channel in channels)
            or any(isinstance(channel, Counter) and channel.location in self.ids[Location] for channel in channels)
            or bool(desks and desks[0].id in self.ids[Desk])
        )


def _records(change: Change) -> Sequence[Any]:
    """The records of the new version that a change is about."""
    match change:
        case kinds.ServicesAdded(records) | kinds.ServicesChanged(records) | kinds.ReplyTimeChanged(records):
            return records
        case kinds.ContactChanged(records) | kinds.LastIntakeChanged(records) | kinds.HoursNoteChanged(records):
            return records
        case kinds.Renamed(new=record) | kinds.AddressChanged(new=record) | kinds.OfficeSiteChanged(new=record):
            return [record]
        case kinds.OfficeAdded(record) | kinds.OfficeRewritten(record) | kinds.CounterMoved(record):
            return [record]
    return change.channels if isinstance(change, kinds.OpeningChange) else ()


class _Dumper(yaml.SafeDumper):
    """Lists indented and texts of several lines in full, as contacts.yml has them."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> Any:  # noqa: ARG002
        return super().increase_indent(flow, indentless=False)


def _represented(dumper: _Dumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Dumper.add_representer(str, _represented)
