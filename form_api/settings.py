"""The environment -> Settings, or all its faults at once. Reads no file."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_network
from pathlib import Path
from typing import Literal, NamedTuple, TypeAlias
from urllib.parse import parse_qs, unquote, urlsplit

SHORTEST_SECRET = 16


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
    Setting("FORM_API_DATABASE_URL", "sqlite:///var/outbox.db", "where questions are stored"),
    Setting(
        "FORM_API_MAIL_URL",
        "maildir:var/mail",
        "where letters go: maildir:FOLDER, smtp://user:password@host:587 (STARTTLS required), "
        "smtps://user:password@host, or smtp://localhost:25?tls=none",
    ),
    Setting("FORM_API_SECRET", "made in var/secret", "signs the keys of receipts; at least 16 characters"),
    Setting("FORM_API_TRUSTED_PROXIES", "none", "addresses of proxies whose X-Forwarded-For is believed, with commas"),
)


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
    trusted_proxies: tuple[str, ...]


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
    proxies = tuple(part.strip() for part in given["FORM_API_TRUSTED_PROXIES"].split(",") if part.strip())
    faults += [f"FORM_API_TRUSTED_PROXIES: '{part}' is not an address." for part in proxies if not _is_address(part)]
    if faults:
        raise SettingsError(faults)
    return Settings(
        contacts=Path(given["FORM_API_CONTACTS"] or known["FORM_API_CONTACTS"]),
        database_url=given["FORM_API_DATABASE_URL"] or known["FORM_API_DATABASE_URL"],
        mail=mail,
        secret=Secret(given["FORM_API_SECRET"]) if given["FORM_API_SECRET"] else None,
        trusted_proxies=proxies,
    )


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
    return ["FORM_API_DATABASE_URL: write it like sqlite:///var/outbox.db (PostgreSQL is not supported yet)."]


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
