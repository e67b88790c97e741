"""What a newcomer is asked, in this order. Pure; which answer is good the directory's own rules decide, in `asking`."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from generator.directory import Language, available_languages, language
from generator.directory.values import weekdays
from generator.newcomer.draft import Draft, suggested_slug

ZONES = {"WIB": "Asia/Jakarta", "WITA": "Asia/Makassar", "WIT": "Asia/Jayapura"}
"""Source: Keppres 41/1987, as people call the three zones."""
WEEK = ("Mo-Th", "Fr", "Sa", "Su")
"""The groups of weekdays that are asked about: Friday has a break of its own, and weekends are mostly closed."""

_BETWEEN = re.compile(r"[,;\s]+")

Put = Callable[[Draft, str, str], Draft]
"""The draft with an answer in it, which was given for a language."""
Proposals = Callable[[Draft, str, Language], Sequence[str]]
"""What an empty answer may stand for, the best first; nothing where the question must be answered."""


class Question(NamedTuple):
    """One thing to ask. `key` names its words in the catalogues; `group` is one of `WEEK` where it is about hours."""

    key: str
    put: Put
    proposals: Proposals = lambda _draft, _code, _words: ()
    in_each_language: bool = False
    group: str = ""

    @property
    def flag(self) -> str:
        """What names an answer on the command line."""
        return self.group.lower() or self.key

    def text(self, draft: Draft, code: str, words: Language) -> str:
        """The question in words, in which language the answer should be where there are several."""
        asked = words(f"new.ask.{self.key}", days=_days(self.group, words), known=", ".join(available_languages()))
        if not self.in_each_language or len(draft.languages) == 1:
            return asked
        return words("new.in_language", question=asked, language=words.language_name(code))


def _days(group: str, words: Language) -> str:
    """`Senin–Kamis`; nothing where the question is not about hours."""
    days = weekdays(group) if group else ()
    return "–".join(words.weekday(day) for day in dict.fromkeys((*days[:1], *days[-1:])))


def _languages(draft: Draft, _code: str, typed: str) -> Draft:
    return replace(draft, languages=tuple(part for part in _BETWEEN.split(typed) if part))


def _zone(draft: Draft, _code: str, typed: str) -> Draft:
    return replace(draft, zone=ZONES.get(typed.upper(), typed))


def _as_typed(field: str) -> Put:
    def put(draft: Draft, _code: str, typed: str) -> Draft:
        answer: Any = typed
        return replace(draft, **{field: answer})

    return put


def _in_language(field: str) -> Put:
    def put(draft: Draft, code: str, typed: str) -> Draft:
        texts: Any = {**getattr(draft, field), code: typed}
        return replace(draft, **{field: texts})

    return put


def _hours(group: str) -> Put:
    """Intervals with commas between them; the word for a closed day, in whichever language, is a day without any."""

    def put(draft: Draft, _code: str, typed: str) -> Draft:
        closed = {language(code)("state.closed").casefold() for code in available_languages()}
        intervals = () if typed.casefold() in closed else tuple(part.strip() for part in re.split("[,;]", typed))
        return replace(draft, hours={**draft.hours, group: intervals})

    return put


def _same_as_first(field: str) -> Proposals:
    """In a further language, the name that was typed in the first."""
    return lambda draft, _code, _words: tuple(getattr(draft, field).values())[:1]


def _own_word(key: str) -> Proposals:
    """The catalogue's word for it, each in its own language."""
    return lambda _draft, code, _words: (language(code)(key),)


def _senders(draft: Draft, _code: str, _words: Language) -> Sequence[str]:
    """At the domain of the desk's mailbox, where that is the site's as well; else at the site's."""
    domains = (draft.mailbox.rpartition("@")[2], urlsplit(draft.url).hostname or "")
    return [f"noreply@{domain}" for domain in domains]


def _closed(_draft: Draft, _code: str, words: Language) -> Sequence[str]:
    return (words("state.closed").lower(),)


def _nothing(_draft: Draft, _code: str, _words: Language) -> Sequence[str]:
    return ()


def _hours_of(group: str) -> Question:
    """The weekend is closed unless somebody says otherwise; of other days nobody knows."""
    return Question("hours", _hours(group), _closed if group in {"Sa", "Su"} else _nothing, group=group)


QUESTIONS: tuple[Question, ...] = (
    Question("languages", _languages, lambda _draft, _code, words: (words.code,)),
    Question("name", _in_language("names"), _same_as_first("names"), in_each_language=True),
    Question(
        "id",
        _as_typed("slug"),
        lambda draft, code, _words: (suggested_slug(draft.names[code], language(code)("new.ids.office")),),
    ),
    Question("zone", _zone, lambda _draft, _code, _words: ("WIB",)),
    Question("url", _as_typed("url")),
    Question("street", _as_typed("street"), lambda _draft, _code, _words: ("",)),
    Question("whatsapp", _as_typed("whatsapp"), lambda _draft, _code, _words: ("",)),
    Question("phone", _as_typed("phone"), lambda draft, _code, _words: ("",) if draft.whatsapp else ()),
    *map(_hours_of, WEEK),
    Question("service", _in_language("services"), _own_word("new.service"), in_each_language=True),
    Question("desk", _in_language("desks"), _own_word("new.desk"), in_each_language=True),
    Question("mailbox", _as_typed("mailbox")),
    Question("sender", _as_typed("sender"), _senders),
)
FLAGS: tuple[str, ...] = tuple(question.flag for question in QUESTIONS)
"""By which an answer can be given with the command."""
