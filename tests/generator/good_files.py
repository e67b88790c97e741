"""Files without a fault: every section, and odd but legal spellings, drawn by the hints of the model."""

import dataclasses
import json
import types
import typing
from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple, TypeAlias, get_args, get_origin
from zoneinfo import ZoneInfo

import yaml
from hypothesis import strategies as st

from generator.directory import model, values
from generator.directory.fields import Field, fields_of
from generator.scalars import PARSERS, SPELLINGS


class Typed(NamedTuple):
    """A scalar as it is typed, with or without quotation marks."""

    text: str
    quoted: bool = True


Tree: TypeAlias = "Typed | dict[str, Tree] | list[Tree]"


def as_yaml(tree: Tree) -> str:
    """A file, a section a line."""
    assert isinstance(tree, dict)
    return "".join(f"{key}: {_flow(value)}\n" for key, value in tree.items())


def _flow(tree: Tree) -> str:
    if isinstance(tree, Typed):
        return json.dumps(tree.text, ensure_ascii=False) if tree.quoted else tree.text
    if isinstance(tree, dict):
        return "{" + ", ".join(f"{key}: {_flow(value)}" for key, value in tree.items()) + "}"
    return "[" + ", ".join(map(_flow, tree)) + "]"


def needs_quotes(text: str) -> bool:
    """Whether a text would be something else, or nothing, without quotation marks."""
    try:
        found = yaml.compose(f"{{k: {text}}}", Loader=yaml.SafeLoader)
    except yaml.YAMLError:
        return True
    pairs = found.value if isinstance(found, yaml.MappingNode) else []
    words = [value.value for _, value in pairs if isinstance(value, yaml.ScalarNode) and value.style is None]
    return words != [text] or text in {"", "-", "~", "null", "Null", "NULL"}


@st.composite
def typed(draw: st.DrawFn, texts: st.SearchStrategy[str]) -> Typed:
    text = draw(texts)
    return Typed(text, needs_quotes(text) or draw(st.booleans()))


LETTERS = st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="@\ufffe\uffff")
ODD_WORDS = [
    "2020", "007", "true", "False", "no", "08:00", "0812", "1e5", ".5", "-7.6", "0x1F", "0o17", ".inf", ".nan", "null",
    "12:30:00", "1_000", "2020-03-23", "é😀", "=", "~", "１２", "\ufeff", "a#b", "-", "<<", " kata ", "dua\nbaris",
]  # fmt: skip
ODD_IDS = ["2020", "007", "1e5", "5e-1", "0x1f", "true", "null", "no", "a" * 80, "9" * 80, "jam-loket-2020-03"]
PLAIN_IDS = [f"nomor-{number}" for number in range(30)]


def _interval(start: int, length: int, form: tuple[str, str, str]) -> str:
    hour, point, joiner = form
    first, last = divmod(start, 60), divmod(start + length, 60)
    return joiner.join(f"{hours:{hour}}{point}{minutes:02}" for hours, minutes in (first, last))


FORMS = st.tuples(
    st.sampled_from(["", "02"]), st.sampled_from([":", "."]),
    st.sampled_from(["-", " - ", "–", " — ", " s.d. ", " S.D ", "sd", " s/d ", " sampai ", " SAMPAI "]),
)  # fmt: skip
MORNING = st.builds(_interval, st.integers(0, 360), st.integers(1, 360), FORMS)
AFTERNOON = st.builds(_interval, st.integers(720, 1080), st.integers(1, 360), FORMS)
DAYS_APART = [
    ["Mo"],
    ["Fr-Fr"],
    ["Mo-Su"],
    ["Mo-Th", "Fr"],
    ["Sa-Su", "Mo-We", "Fr"],
    ["Mo", "Tu", "We", "Th", "Fr", "Sa"],
]

TEXTS: Mapping[Any, st.SearchStrategy[str]] = {
    str: st.sampled_from(ODD_WORDS) | st.text(LETTERS, min_size=1).filter(lambda text: text.strip() != ""),
    int: st.integers(0, 10**12 - 1).map(str) | st.sampled_from(["007", "0" * 12]),
    bool: st.sampled_from(["true", "True", "FALSE", "yes", "Ya", "yA", "NO", "tidak", "TIDAK"]),
    date: st.dates(date(2000, 1, 1), date(2009, 12, 31)).map(str),
    ZoneInfo: st.sampled_from(["Asia/Jakarta", "UTC", "Etc/GMT+7", "America/Argentina/Buenos_Aires"]),
    values.Interval: MORNING | AFTERNOON | st.sampled_from([" 08:00-24:00 ", "08:00-15:30\n"]),
    values.Duration: st.sampled_from(["2 working days", "1 day", "30 hari", "5 hari kerja", "0 menit", "9999 minutes"]),
    values.Telephone: st.sampled_from(["112", "0812-3006-0440", "081230060440", "+6281230060440", "(0343) 410 188"]),
    "day_count": st.integers(0, 9999).map(str) | st.just("007"),
    "positive_number": st.integers(1, 10**12 - 1).map(str) | st.just("007"),
    "latitude": st.sampled_from(["-7.6453", "90", "-90.0", "0", "-0", "089.5", "5.00000001"]),
    "longitude": st.sampled_from(["112.9", "180", "-180.0", "009", "-0.1", "99.9"]),
    "whatsapp_number": st.sampled_from(["0812-3006-0440", "081230060440", "+6281230060440", "0812.3006.0440"]),
    "mailbox": st.sampled_from(["o'neil+x@kantor.example", "a.b@KANTOR.example", f"{'m' * 60}@kantor.example"]),
    "web_address": st.sampled_from(
        ["https://bkd.example:8443/x?y=1#z", "HTTP://[::1]:80/", "http://u:p@h/", "http://例え.テスト/ä", "http://H:"]
    ),
    "site_address": st.sampled_from(["https://kantor.example", "HTTPS://KANTOR.Example:8443/loket/@x"]),
    "origin": st.sampled_from(["https://form.example:8443", "http://[::1]:8000//", "HTTP://LOCALHOST"]),
    "region_code": st.just("ID"),
    "currency": st.sampled_from(["IDR", "USD", "JPY"]),
    "language_code": st.sampled_from(["id", "jv", "zh-Hant", "en-GB"]),
}  # fmt: skip
"""What may be typed, by type or by the name of the parser."""
PARSERS_WITH_TEXTS: Mapping[str, st.SearchStrategy[str]] = {
    **{parser: TEXTS.get(parser, st.sampled_from(ODD_IDS)) for parser in SPELLINGS},
    **{parser: TEXTS[kind] for kind, parser in PARSERS.items()},
}

ONE_KEY_IN_PARTICULAR: Mapping[tuple[str, str], st.SearchStrategy[str]] = {
    ("Schedule", "last_intake"): st.sampled_from(["30 minutes", "1 menit"]),
    ("Upload", "max_mb"): st.integers(1, 25).map(str),
    ("EmailChannel", "address"): st.sampled_from(["layanan@kantor.example", "root@localhost"]),
    **{(kind, "until"): st.just("2031-12-31") for kind in ("Closure", "SpecialHours", "Notice")},
}
"""Where the rules between records leave less to choose from."""


class _Typist:
    """Types one directory. Every id is dealt out first, so that every reference finds its record."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.languages = draw(st.sampled_from([["id"], ["en"], ["id", "en"], ["en", "id"]]))
        self.unused = list(draw(st.permutations(ODD_IDS + PLAIN_IDS)))
        sections = [item.key for item in fields_of(model.Directory) if get_origin(item.hint) is Mapping]
        self.ids = {section: self._ids(section) for section in sections}

    def _ids(self, section: str) -> list[str]:
        exactly = {"channels": len(model.CHANNEL_CLASSES), "special_hours": 1}
        return [self.unused.pop() for _ in range(exactly.get(section) or self.draw(st.integers(1, 2)))]

    def directory(self) -> dict[str, Tree]:
        sections = [item for item in fields_of(model.Directory) if item.key != "include"]
        return {item.key: self.value(item, model.Directory) for item in sections}

    def record(self, kind: Any, record_id: str = "", type_name: str = "") -> Tree:
        found: dict[str, Tree] = {"type": self.typed(st.just(type_name))} if type_name else {}
        for item in fields_of(kind):
            if item.key == "id":
                found["id"] = self.typed(st.just(record_id or self.unused.pop()))
            elif self._is_wanted(kind, item, record_id):
                found[item.key] = self.value(item, kind)
        return found

    def _is_wanted(self, kind: Any, item: Field, record_id: str) -> bool:
        match kind.__name__, item.key:
            case ("Closure" | "SpecialHours", "channels" | "until") | ("Site", "languages"):
                return True
            case "Web", "schedule":
                return False
            case "Desk", "fallback" if record_id == self.ids["desks"][-1]:
                return False
        return item.mandatory or self.draw(st.booleans())

    def value(self, item: Field, kind: Any) -> Tree:
        match kind.__name__, item.key:
            case "Site", "languages":
                return [Typed(code, quoted=False) for code in self.languages]
            case "Closure" | "SpecialHours", "channels":
                return [self.typed(st.just(self.ids["channels"][0]))]
            case "Closure", "stays_open":
                return [self.typed(st.just(self.ids["channels"][list(model.CHANNEL_CLASSES).index("web")]))]
            case "Desk", "fallback":
                return self.typed(st.just(self.ids["desks"][-1]))
            case particular if particular in ONE_KEY_IN_PARTICULAR:
                return self.typed(ONE_KEY_IN_PARTICULAR[particular])
        return self.by_hint(item.hint, item)

    def by_hint(self, hint: Any, item: Field) -> Tree:
        if get_origin(hint) in (types.UnionType, typing.Union):
            hint = get_args(hint)[0]
        if hint == values.Week:
            return {days: self.week_day() for days in self.draw(st.sampled_from(DAYS_APART))}
        match get_origin(hint), get_args(hint):
            case typing.Annotated, _:
                return self.marked(hint, item)
            case typing.Literal, choices:
                return self.typed(st.sampled_from(choices))
            case origin, [part, *_] if origin is tuple:
                return self.several(part, item)
            case _, [_, kind]:
                return self.records(kind, item)
        return self.plain(hint)

    def plain(self, hint: Any) -> Tree:
        if hint is values.Text:
            return self.text()
        return self.record(hint) if dataclasses.is_dataclass(hint) else self.typed(TEXTS[hint])

    def marked(self, hint: Any, item: Field) -> Tree:
        match get_args(hint):
            case _, model.Ref(section):
                return self.typed(st.sampled_from(self.ids[section]))
            case _, model.Written(parser) | model.InRegion(parser):
                return self.typed(TEXTS[parser])
        return self.by_hint(get_args(hint)[0], item)

    def records(self, kind: Any, item: Field) -> Tree:
        if item.key == "channels":
            classes = model.CHANNEL_CLASSES.items()
            return [
                self.record(kind, id_, name) for id_, (name, kind) in zip(self.ids["channels"], classes, strict=True)
            ]
        return [self.record(kind, record_id) for record_id in self.ids.get(item.key, [self.unused.pop()])]

    def several(self, hint: Any, item: Field) -> Tree:
        found = [self.by_hint(hint, item) for _ in range(1 if item.key == "calendar" else self.draw(st.integers(1, 2)))]
        return list(
            {part.text if isinstance(part, Typed) else number: part for number, part in enumerate(found)}.values()
        )

    def text(self) -> Tree:
        if self.draw(st.booleans()):
            return self.typed(TEXTS[str])
        spoken = self.draw(st.lists(st.sampled_from(self.languages), min_size=1, unique=True))
        return {code: self.typed(TEXTS[str]) for code in spoken}

    def week_day(self) -> Tree:
        choices = [[], [TEXTS[values.Interval]], [MORNING, AFTERNOON], [AFTERNOON, MORNING]]
        return [self.typed(hours) for hours in self.draw(st.sampled_from(choices))]

    def typed(self, texts: st.SearchStrategy[str]) -> Typed:
        return self.draw(typed(texts))


@st.composite
def good_files(draw: st.DrawFn) -> dict[str, Tree]:
    found: dict[str, Any] = _Typist(draw).directory()
    has_hours = all(any(schedule.get("regular", {}).values()) for schedule in found.get("schedules", []))
    has_schedules = has_hours and all("schedule" in desk for desk in found.get("desks", []))
    for service in found.get("services", []):
        if not (has_schedules and any("upload" in each for each in service.get("required_documents", []))):
            service.pop("submission", None)  # which needs something to submit, and working days
    return found
