"""Settings: every fault at once, no secret ever shown, and one table in the README."""

import re
import traceback
from datetime import time
from pathlib import Path

import pytest

from form_api.settings import SETTINGS, MaildirFolder, Secret, SettingsError, SmtpServer, read_settings
from tests.building import ROOT

PASSWORD = "rahasia-sekali-1234"


def faults(**environment: str) -> list[str]:
    """What is wrong with these settings, of which each name goes without FORM_API_."""
    with pytest.raises(SettingsError) as error:
        read_settings({f"FORM_API_{name}": value for name, value in environment.items()})
    return error.value.faults


def mail(url: str) -> SmtpServer:
    found = read_settings({"FORM_API_MAIL_URL": url}).mail
    assert isinstance(found, SmtpServer)
    return found


def test_no_setting_is_mandatory() -> None:
    """An empty environment gives the defaults; empty and blank values count as not given."""
    plain = read_settings({})
    assert (plain.contacts, plain.database_url) == (Path("contacts.yml"), "sqlite:///var/outbox.db")
    assert plain.mail == MaildirFolder(Path("var/mail"))
    assert (plain.secret, plain.keys, plain.trusted_proxies, plain.digest_at) == (None, (), (), time(7))
    assert read_settings({setting.name: " " for setting in SETTINGS}) == plain


def test_all_faults_are_told_at_once() -> None:
    """Whoever sets up the service mends every setting in one go."""
    found = faults(
        SECRET="pendek", MAIL_URL="http://x", DATABASE_URL="mysql://x", TRUSTED_PROXIES="10.0.0.1, kantor", NAMA="x"
    )
    names = [fault.partition(":")[0] for fault in found]
    settings = ("NAMA", "MAIL_URL", "DATABASE_URL", "SECRET", "TRUSTED_PROXIES")
    assert names == [f"FORM_API_{name}" for name in settings]
    assert "'kantor'" in found[-1]


def test_a_misspelt_setting_is_told() -> None:
    """A name of ours that does not exist is an error and never passed over; other programs' names are their own."""
    assert faults(CONTACT="x") == ["FORM_API_CONTACT: there is no such setting."]
    read_settings({"FORM_APIS": "x", "form_api_contacts": "x", "PATH": "x"})


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://surat.example", ("surat.example", 587, "starttls", "", "")),
        ("smtp://surat.example:2525/", ("surat.example", 2525, "starttls", "", "")),
        ("smtp://u:p@surat.example:587", ("surat.example", 587, "starttls", "u", "p")),
        ("smtp://u%40kantor:p%3A%2F%40@surat.example", ("surat.example", 587, "starttls", "u@kantor", "p:/@")),
        ("smtps://u:p@surat.example", ("surat.example", 465, "implicit", "u", "p")),
        ("smtps://surat.example:4650", ("surat.example", 4650, "implicit", "", "")),
        ("smtp://localhost:25?tls=none", ("localhost", 25, "none", "", "")),
        ("smtp://localhost?tls=none", ("localhost", 25, "none", "", "")),
        ("smtp://[::1]:2525?tls=none", ("::1", 2525, "none", "", "")),
    ],
)
def test_a_mail_server_is_named_by_one_address(url: str, server: tuple[str, int, str, str, str]) -> None:
    """Host, port, encryption, user and password stand in one URL; encryption is required unless it says otherwise."""
    found = mail(url)
    assert (found.host, found.port, found.tls, found.user, found.password.reveal()) == server


@pytest.mark.parametrize("folder", ["var/mail", "/srv/mail", "mail box"])
def test_a_maildir_is_named_by_its_folder(folder: str) -> None:
    """`maildir:` takes any path, relative or not."""
    assert read_settings({"FORM_API_MAIL_URL": f"maildir:{folder}"}).mail == MaildirFolder(Path(folder))


@pytest.mark.parametrize(
    "url",
    [
        "maildir:",
        "surat.example",
        "http://surat.example",
        "smtp://",
        "smtp://surat.example:banyak",
        "smtp://surat.example:99999",
        "smtp://surat.example:0",
        "smtp://[surat",
        "smtp://surat.example?tls=yes",
        "smtp://surat.example?tls",
        "smtp://surat.example?tls=none&tls=none",
        "smtp://surat.example?starttls=no",
        "smtps://surat.example?tls=none",
        f"smtp://u:{PASSWORD}@surat.example?tls=none",
        f"smtp://u:25/{PASSWORD}@surat.example",  # which would be host u, port 25
        f"smtp://u:25#{PASSWORD}@surat.example",
        f"smtp://u:25?{PASSWORD}@surat.example",
    ],
)
def test_a_wrong_address_of_a_mail_server_is_told(url: str) -> None:
    """What can't be used, or would send a password in clear, is refused in one line that never holds the password."""
    found = faults(MAIL_URL=url)
    assert len(found) == 1
    assert found[0].startswith("FORM_API_MAIL_URL: ")
    assert PASSWORD not in found[0]


@pytest.mark.parametrize("url", ["mysql://u:p@db/loket", "postgresql://db", "sqlite://", "sqlite:///", "var/outbox.db"])
def test_a_database_that_is_not_supported_is_told(url: str) -> None:
    """Nothing but SQLite in a file, and PostgreSQL, is taken for a store."""
    assert faults(DATABASE_URL=url)[0].startswith("FORM_API_DATABASE_URL: write sqlite:///")


def test_proxies_are_addresses_or_networks() -> None:
    """Addresses and networks of both families are taken, with commas between them."""
    found = read_settings({"FORM_API_TRUSTED_PROXIES": "10.0.0.1, 192.168.0.0/16,, ::1 "})
    assert found.trusted_proxies == ("10.0.0.1", "192.168.0.0/16", "::1")


def test_a_secret_never_shows_itself() -> None:
    """Printed, formatted or inside other things, a secret is three stars."""
    settings = read_settings({"FORM_API_SECRET": PASSWORD, "FORM_API_MAIL_URL": f"smtp://u:{PASSWORD}@surat.example"})
    secret = settings.secret
    assert secret is not None
    assert secret.reveal() == PASSWORD
    shown = [str(secret), repr(secret), f"{secret}", "%s %r" % (secret, secret), repr([secret]), repr(settings)]  # noqa: UP031
    assert all("***" in text and PASSWORD not in text for text in shown)


def test_a_traceback_does_not_show_a_secret() -> None:
    """Not even a traceback that prints the values of variables holds the secret."""

    def fail(secret: Secret) -> None:
        raise ValueError(secret)

    try:
        fail(Secret(PASSWORD))
    except ValueError as error:
        trace = "".join(traceback.TracebackException.from_exception(error, capture_locals=True).format())
    assert "secret = ***" in trace
    assert "ValueError: ***" in trace


def test_the_readme_names_every_setting() -> None:
    """The table of the README holds exactly our settings with their defaults, in the same order."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(FORM_API_\w+)` \| (.+?) \| (.+) \|$", readme, re.MULTILINE)
    assert [(name, default.strip("`")) for name, default, _ in rows] == [(item.name, item.default) for item in SETTINGS]
    assert all(meaning.strip() for _, _, meaning in rows)


@pytest.mark.parametrize("key", ["pendek", "b" * 44, "é" * 32])
def test_a_key_that_is_none_is_told(key: str) -> None:
    """32 bytes in base64, each; what was typed is not repeated."""
    found = faults(KEY=f"{'b' * 43}=, {key}")
    assert found == ["FORM_API_KEY: write 32 bytes in URL-safe base64."]


@pytest.mark.parametrize("text", ["0", "-1", "banyak", "1.5", "1" * 10])
def test_a_ceiling_is_a_number(text: str) -> None:
    """From 1 on; the fault names what was typed."""
    assert faults(MOST_PER_MINUTE=text) == [f"FORM_API_MOST_PER_MINUTE: '{text}' is not a number from 1 on."]


@pytest.mark.parametrize("text", ["7", "24:00", "07.00", "pagi"])
def test_the_time_of_the_digest_is_a_time(text: str) -> None:
    """Of the day, in the office's zone."""
    assert faults(DIGEST_AT=text) == ["FORM_API_DIGEST_AT: write a time of day like 07:00."]
