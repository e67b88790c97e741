"""The environment -> Settings, or all its faults at once. Reads no file."""

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time
from ipaddress import ip_network
from pathlib import Path
from typing import Literal, NamedTuple, TypeAlias
from urllib.parse import parse_qs, unquote, urlsplit

from form_api.attachments import MAX_LETTER_MB
from form_api.ceilings import CONTENT_PER_HOUR, PER_ADDRESS_AND_MINUTE, PER_MINUTE
from form_api.suspicion import Thresholds

SHORTEST_SECRET = 16
KEY_BYTES = 32
HOLD_SECONDS = 120
"""How long the letter of a submission waits for more documents, so that impatient fingers make one letter."""


class Secret:
    """A text that never shows itself: printed, logged or in a traceback it is `***`."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        return self._text

    def __repr__(self) -> str:
        return "***"


class Setting(NamedTuple):
    """A line of the README's table, which a test compares with these."""

    name: str
    default: str
    meaning: str


SETTINGS = (
    Setting("FORM_API_CONTACTS", "contacts.yml", "the directory of services and desks"),
    Setting(
        "FORM_API_DATABASE_URL",
        "sqlite:///var/outbox.db",
        "where questions are stored; postgresql://user:password@host/database for several machines",
    ),
    Setting(
        "FORM_API_MAIL_URL",
        "maildir:var/mail",
        "where letters go: maildir:FOLDER, smtp://user:password@host:587 (STARTTLS required), "
        "smtps://user:password@host, or smtp://localhost:25?tls=none",
    ),
    Setting("FORM_API_SECRET", "made in var/secret", "signs the keys of receipts; at least 16 characters"),
    Setting(
        "FORM_API_KEY",
        "made in var/key",
        "seals what citizens write, at rest: 32 bytes in URL-safe base64; a new one before the old, with a comma",
    ),
    Setting("FORM_API_TRUSTED_PROXIES", "none", "addresses of proxies whose X-Forwarded-For is believed, with commas"),
    Setting("FORM_API_DIGEST_AT", "07:00", "when the daily digest goes out, in the office's time zone"),
    Setting(
        "FORM_API_QUARANTINE_AT",
        str(Thresholds().quarantine_score),
        "points of suspicion from which a person looks at a question first",
    ),
    Setting("FORM_API_MOST_PER_MINUTE", str(PER_MINUTE), "questions a minute in all; more get 429"),
    Setting("FORM_API_MOST_SAME_PER_HOUR", str(CONTENT_PER_HOUR), "questions of one text an hour; more get 429"),
    Setting(
        "FORM_API_MOST_PER_ADDRESS", str(PER_ADDRESS_AND_MINUTE), "questions a minute from one address; more get 429"
    ),
    Setting("FORM_API_MOST_REPLIES_PER_ADDRESS", "20", "automatic replies to one address a day"),
    Setting("FORM_API_MOST_REPLIES_PER_HOUR", "1000", "automatic replies an hour in all"),
    Setting(
        "FORM_API_MOST_LETTER_MB",
        str(MAX_LETTER_MB),
        "the largest letter that the mail server takes; files count 1.37 times",
    ),
    Setting(
        "FORM_API_HOLD_SECONDS",
        str(HOLD_SECONDS),
        "how long the letter of a submission waits for further documents before it leaves",
    ),
)
_COUNTS = tuple(setting.name for setting in SETTINGS if setting.default.isdigit())


@dataclass(frozen=True)
class MaildirFolder:
    path: Path


@dataclass(frozen=True)
class SmtpServer:
    """`tls`: STARTTLS is required, TLS from the first byte, or none (for a relay on this machine)."""

    host: str
    port: int
    tls: Literal["starttls", "implicit", "none"]
    user: str = ""
    password: Secret = field(default_factory=lambda: Secret(""))


Mail: TypeAlias = MaildirFolder | SmtpServer


@dataclass(frozen=True)
class Settings:
    contacts: Path
    database_url: str
    mail: Mail
    secret: Secret | None
    keys: tuple[Secret, ...]
    trusted_proxies: tuple[str, ...]
    digest_at: time
    quarantine_at: int
    most_per_minute: int
    most_same_per_hour: int
    most_per_address: int
    most_replies_per_address: int
    most_replies_per_hour: int
    most_letter_mb: int
    hold_seconds: int


class SettingsError(Exception):
    """Settings that can't be used: a line for each."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


class MailFaultError(ValueError):
    """What is wrong with the address of the mail server."""


def read_settings(environment: Mapping[str, str]) -> Settings:
    """The settings that the environment asks for, defaults for the rest.

    Raises: SettingsError with every fault.
    """
    faults: list[str] = []
    known = {setting.name: setting.default for setting in SETTINGS}
    faults += [f"{name}: there is no such setting." for name in environment if _is_ours(name) and name not in known]
    given = {name: environment.get(name, "").strip() for name in known}
    mail: Mail = MaildirFolder(Path("var/mail"))
    try:
        mail = _mail(given["FORM_API_MAIL_URL"] or known["FORM_API_MAIL_URL"])
    except ValueError as fault:
        faults.append(
            f"FORM_API_MAIL_URL: {fault if isinstance(fault, MailFaultError) else 'not an address of a mail server.'}"
        )
    faults += _database_faults(given["FORM_API_DATABASE_URL"] or known["FORM_API_DATABASE_URL"])
    if given["FORM_API_SECRET"] and len(given["FORM_API_SECRET"]) < SHORTEST_SECRET:
        faults.append(f"FORM_API_SECRET: write at least {SHORTEST_SECRET} characters.")
    keys, proxies = _parts(given["FORM_API_KEY"]), _parts(given["FORM_API_TRUSTED_PROXIES"])
    faults += ["FORM_API_KEY: write 32 bytes in URL-safe base64."] if not all(map(_is_key, keys)) else []
    faults += [f"FORM_API_TRUSTED_PROXIES: '{part}' is not an address." for part in proxies if not _is_address(part)]
    texts = {name: given[name] or default for name, default in known.items()}
    faults += [f"{name}: '{texts[name]}' is not a number from 1 on." for name in _COUNTS if not _is_count(texts[name])]
    if not _is_clock(texts["FORM_API_DIGEST_AT"]):
        faults.append("FORM_API_DIGEST_AT: write a time of day like 07:00.")
    if faults:
        raise SettingsError(faults)
    counts = {name.removeprefix("FORM_API_").lower(): int(texts[name]) for name in _COUNTS}
    return Settings(
        contacts=Path(texts["FORM_API_CONTACTS"]),
        database_url=texts["FORM_API_DATABASE_URL"],
        mail=mail,
        secret=Secret(given["FORM_API_SECRET"]) if given["FORM_API_SECRET"] else None,
        keys=tuple(map(Secret, keys)),
        trusted_proxies=proxies,
        digest_at=time.fromisoformat(texts["FORM_API_DIGEST_AT"]),
        **counts,
    )


def _parts(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _is_key(text: str) -> bool:
    try:
        return len(base64.b64decode(text, altchars=b"-_", validate=True)) == KEY_BYTES
    except ValueError:
        return False


def _is_count(text: str) -> bool:
    return bool(re.fullmatch(r"[0-9]{1,9}", text)) and int(text) > 0


def _is_clock(text: str) -> bool:
    return bool(re.fullmatch(r"([01][0-9]|2[0-3]):[0-5][0-9]", text))


def _is_ours(name: str) -> bool:
    return name.startswith("FORM_API_")


def _is_address(text: str) -> bool:
    try:
        ip_network(text)
    except ValueError:
        return False
    return True


def _database_faults(url: str) -> list[str]:
    if re.fullmatch(r"sqlite:///[^?#]+", url) and ":memory:" not in url:
        return []
    try:
        parts = urlsplit(url)
        is_postgresql = parts.scheme == "postgresql" and bool(parts.path.strip("/")) and parts.port != 0
    except ValueError:
        is_postgresql = False
    if is_postgresql:
        return []
    return ["FORM_API_DATABASE_URL: write sqlite:///var/outbox.db or postgresql://user:password@host/database."]


def _mail(url: str) -> Mail:
    if url.startswith("maildir:"):
        folder = url.removeprefix("maildir:")
        if not folder:
            raise MailFaultError("name a folder, like maildir:var/mail.")
        return MaildirFolder(Path(folder))
    parts = urlsplit(url)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname or parts.port == 0:
        raise MailFaultError("write maildir:FOLDER, smtp://host:587, smtps://host or smtp://localhost:25?tls=none.")
    if parts.path.strip("/") or parts.fragment:
        raise MailFaultError("write / # and ? in a user or password as %2F, %23 and %3F.")
    tls = _tls(parts.scheme, parse_qs(parts.query, keep_blank_values=True))
    port = parts.port or {"starttls": 587, "implicit": 465, "none": 25}[tls]
    if parts.username and tls == "none":
        raise MailFaultError("a password is never sent without TLS; take away ?tls=none or the user.")
    password = Secret(unquote(parts.password or ""))
    return SmtpServer(parts.hostname, port, tls, unquote(parts.username or ""), password)


def _tls(scheme: str, query: Mapping[str, list[str]]) -> Literal["starttls", "implicit", "none"]:
    if set(query) - {"tls"} or query.get("tls", ["none"]) != ["none"]:
        raise MailFaultError("the only option is ?tls=none.")
    if scheme == "smtps" and query:
        raise MailFaultError("smtps:// is always TLS; take away ?tls=none.")
    if query:
        return "none"
    return "implicit" if scheme == "smtps" else "starttls"
