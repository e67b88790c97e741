"""The first contacts.yml of an office: what was answered, with comments that teach. Pure; asks nothing.

Whatever a person typed stands in quotation marks, so that no colon, comma or hash sign in it means anything to YAML.
"""

import json
import re
import textwrap
from collections.abc import Mapping, Sequence
from datetime import date

from generator.directory import Language, available_languages, language
from generator.directory.problems import WrongTextError
from generator.directory.values import interval
from generator.newcomer.draft import Draft, suggested_slug

SCHEMA_LINE = "# yaml-language-server: $schema=contacts.schema.json"
WIDTH = 110

# JSON escapes what stands before a space; of what follows, YAML takes some for line ends and drops others.
_ESCAPED = re.compile("[\x7f-\x9f\u2028\u2029\ufeff]")
_PLAIN = re.compile("(?!null$)[A-Za-z0-9]+(?:[/_-][A-Za-z0-9]+)*")


def first_file(
    draft: Draft, words: Language, today: date, calendar: Sequence[str] = (), *, for_editors: bool = False
) -> str:
    """The file as text; `calendar` are the lines of that section. `words` are those of its comments and ids.

    `for_editors`: the form of contacts.yml stands beside it, and its first line says so.
    """
    writer = _Writer(draft, words)
    sections = [
        [*([SCHEMA_LINE] if for_editors else []), *writer.introduction()],
        ["version: 1"],
        writer.site(),
        writer.organizations(today),
        writer.locations(),
        writer.schedules(),
        list(calendar),
        writer.channels(),
        writer.services(),
        writer.desks(),
        writer.inquiry(),
        writer.closures(today),
    ]
    return "\n\n".join("\n".join(lines) for lines in sections if lines) + "\n"


def quoted(text: str) -> str:
    """A text between double quotation marks, as JSON and YAML both read it."""
    return _ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(text, ensure_ascii=False))


def remark(text: str, indent: str = "") -> list[str]:
    """A comment, in as many lines as it needs."""
    return textwrap.wrap(
        text, WIDTH, initial_indent=f"{indent}# ", subsequent_indent=f"{indent}# ", break_on_hyphens=False
    )


class _Writer:
    """One method for each section."""

    def __init__(self, draft: Draft, words: Language) -> None:
        self.draft = draft
        self.words = words
        self.office = _plain(draft.slug)
        self.numbers = [kind for kind in ("whatsapp", "phone") if getattr(draft, kind)]

    def introduction(self) -> list[str]:
        return [
            *self._remark("new.remark.lead", 0),
            *self._remark("new.remark.how", 0),
            "#   .venv/bin/python -m generator check",
            "#   .venv/bin/python -m generator build",
            *self._remark("new.remark.quotes", 0),
            *self._remark("new.remark.guide", 0),
        ]

    def site(self) -> list[str]:
        languages = ", ".join(map(_plain, self.draft.languages))
        return [
            *self._heading("site", "keys.site"),
            f"  url: {quoted(self.draft.url)}",
            f"  name: {self._said(self.draft.names)}",
            *self._remark("keys.timezone"),
            f"  timezone: {_plain(self.draft.zone)}",
            f"  languages: [{languages}]",
            "  region: ID",
        ]

    def organizations(self, today: date) -> list[str]:
        return [
            *self._heading("organizations", "keys.Directory-organizations"),
            *self._remark("keys.id"),
            f"  - id: {self.office}",
            f"    name: {self._said(self.draft.names)}",
            *self._remark("keys.assured_date", 4),
            f"    assured_date: {today}",
            *self._remark("keys.retention", 4),
            "    # privacy: {retention: 90 days}",
        ]

    def locations(self) -> list[str]:
        street = f"street_address: {quoted(self.draft.street or self.words('new.example.street'))}"
        return [
            *self._heading("locations", "keys.Directory-locations"),
            f"  - id: {self._id('place')}",
            f"    organization: {self.office}",
            f"    name: {self._said(self.draft.names)}",
            f"    {'' if self.draft.street else '# '}address: {{{street}}}",
        ]

    def schedules(self) -> list[str]:
        hours = [
            f"      {days}: [{', '.join(map(_interval, told))}]" for days, told in self.draft.hours.items() if told
        ]
        return [
            *self._heading("schedules", "keys.Directory-schedules"),
            f"  - id: {self._id('hours')}",
            *self._remark("keys.regular", 4),
            *(["    regular:", *hours] if hours else ["    regular: {}"]),
            *self._remark("keys.last_intake", 4),
            "    # last_intake: 30 minutes",
        ]

    def channels(self) -> list[str]:
        hours = f"schedule: {self._id('hours')}"
        numbers = [
            f"  - {{id: {self._id(kind)}, type: {kind}, number: {quoted(getattr(self.draft, kind))}, {hours}}}"
            for kind in self.numbers
        ]
        counter = f"  - {{id: {self._id('counter')}, type: counter, location: {self._id('place')}, {hours}}}"
        form = [f"  - {{id: {self._id('form')}, type: form}}"] if self.draft.sender else []
        return [*self._heading("channels", "keys.Directory-channels"), *numbers, counter, *form]

    def services(self) -> list[str]:
        return [
            *self._heading("services", "keys.Directory-services"),
            *self._remark("new.remark.service"),
            f"  - id: {_plain(self._service_id())}",
            f"    organization: {self.office}",
            f"    name: {self._said(self.draft.services)}",
            f"    # description: {self._spoken('new.example.description')}",
            *self._remark("keys.Service-channels", 4),
            f"    channels: [{', '.join(self._ways('counter'))}]",
            *([f"    desk: {self._id('desk')}"] if self.draft.mailbox else []),
            "    # required_documents:",
            f"    #   - {{id: ktp, document: {self._spoken('new.example.document')}, form: copy}}",
            f"    # cost_options: [{{option: {self._spoken('new.example.option')}, amount: 0}}]",
        ]

    def desks(self) -> list[str]:
        if not self.draft.mailbox:
            return []
        return [
            *self._heading("desks", "keys.desks"),
            f"  - id: {self._id('desk')}",
            f"    name: {self._said(self.draft.desks)}",
            f"    organization: {self.office}",
            *self._remark("keys.to", 4),
            f"    to: [{quoted(self.draft.mailbox)}]",
            f"    schedule: {self._id('hours')}",
            *self._remark("keys.reply_within", 4),
            "    # reply_within: 2 working days",
        ]

    def inquiry(self) -> list[str]:
        if not self.draft.sender:
            return []
        return [
            *self._heading("inquiry", "keys.inquiry"),
            f"  default_desk: {self._id('desk')}",
            *self._remark("keys.InquiryRules-from"),
            f"  from: {quoted(self.draft.sender)}",
            *self._remark("keys.digest_to"),
            *self._remark("new.remark.digest"),
            f"  digest_to: {quoted(self.draft.mailbox)}",
        ]

    def closures(self, today: date) -> list[str]:
        """An example to uncomment on the day when it is needed."""
        return [
            *remark(self.words("new.remark.closures")),
            "# closures:",
            f"#   - id: {self._id('closure')}",
            f"#     from: {today}",
            f"#     until: {today}",
            f"#     channels: [{self._id('counter')}]",
            f"#     stays_open: [{', '.join(self._ways())}]",
            f"#     reason: {self._spoken('new.example.reason')}",
        ]

    def _ways(self, *more: str) -> list[str]:
        """The ids of the channels, as a citizen should try them."""
        return [self._id(kind) for kind in (*self.numbers, *(["form"] if self.draft.sender else []), *more)]

    def _service_id(self) -> str:
        return suggested_slug(next(iter(self.draft.services.values()), ""), self._id("service"))

    def _id(self, what: str) -> str:
        return self.words(f"new.ids.{what}")

    def _heading(self, section: str, key: str) -> list[str]:
        return [*remark(self.words(key)), f"{section}:"]

    def _remark(self, key: str, indent: int = 2) -> list[str]:
        return remark(self.words(key), " " * indent)

    def _said(self, texts: Mapping[str, str]) -> str:
        """A text as it was typed, by language where the site has several."""
        if len(self.draft.languages) > 1 and texts:
            return "{" + ", ".join(f"{_plain(code)}: {quoted(text)}" for code, text in texts.items()) + "}"
        return quoted(next(iter(texts.values()), "-"))

    def _spoken(self, key: str) -> str:
        """A text of the catalogues in each language of the site that they have."""
        known = [code for code in self.draft.languages if code in available_languages()]
        return self._said({code: language(code)(key) for code in known})


def _plain(text: str) -> str:
    """A word that needs no quotation marks, which ids and codes are once they are right."""
    return text if _PLAIN.fullmatch(text) else quoted(text)


def _interval(typed: str) -> str:
    """`08:00-15:30` for `8.00 s.d. 15.30`; what is none stays as it was typed, so that its fault can be told."""
    try:
        return str(interval(typed))
    except WrongTextError:
        return quoted(typed)
