"""Letters as the mail program of their reader sees them, and what holds for every letter of ours."""

from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from html.parser import HTMLParser

from form_api.acknowledgement import acknowledge
from form_api.digest import as_letter
from form_api.letter import Links, compose
from form_api.records import StoredInquiry, UploadedFile
from form_api.reminders import escalate, remind
from form_api.tally import Period, digest_of
from generator.directory import Directory
from tests.form_api.questions import DAY, NOW, PASURUAN, stored
from tests.web_page import WebPage

BOX = "pbb@pasuruan.example"
KEY = "0123456789abcdef" * 2
RECEIPT = f"https://loket.pasuruan.example/inquiries/K7M4-PX9R?key={KEY}"
RECEIVED = f"https://loket.pasuruan.example/inquiries/K7M4-PX9R/received?key={KEY}"
PERIOD = Period(datetime(2020, 3, 23, 22, tzinfo=UTC), datetime(2020, 3, 24, 22, tzinfo=UTC))
LATER = NOW + timedelta(days=6)
SCAN = UploadedFile(field="attachments", name="bukti bayar (2).PDF", type="pdf", content=b"%PDF-1.7\r\n\0\xff")
PHOTO = UploadedFile(field="ktp", name="ꦏꦠꦥ 👩‍👩‍👧.jpeg", type="jpg", content=b"\xff\xd8\xff\n.\nFrom \n")


def sent(directory: Directory, inquiry: StoredInquiry, desk: str = "meja-pbb", box: str = BOX) -> EmailMessage:
    """The letter as the mail program of the desk reads it."""
    return read_back(compose(directory, inquiry, directory.desks[desk], box, links=Links(RECEIVED)))


def acknowledged(directory: Directory, inquiry: StoredInquiry, now: datetime = NOW) -> EmailMessage:
    """The automatic reply as the mail program of the citizen reads it."""
    desk = directory.desks[inquiry.desk]
    return read_back(acknowledge(directory, inquiry, desk, now=now, receipt_link=RECEIPT))


def read_back(letter: EmailMessage) -> EmailMessage:
    return message_from_bytes(letter.as_bytes(), policy=policy.default)


def every_letter(inquiry: StoredInquiry, directory: Directory = PASURUAN) -> dict[str, EmailMessage]:
    """One of each kind about this inquiry, as it is sent."""
    desk = directory.desks[inquiry.desk]
    parked = stored(stored_at=NOW - 2 * DAY, parked_at=NOW, name=inquiry.name, message=inquiry.message)
    digest = digest_of(directory, [inquiry, parked], period=PERIOD, now=LATER)
    return {
        "question": compose(directory, inquiry, desk, BOX, links=Links(RECEIVED)),
        "handed on": compose(directory, inquiry, directory.desks["meja-umum"], BOX, links=Links(RECEIVED)),
        "reply": acknowledge(directory, inquiry, desk, now=NOW, receipt_link=RECEIPT),
        "reminder": remind(directory, inquiry, desk, BOX, received_link=RECEIVED),
        "escalation": escalate(directory, inquiry, desk, received_link=RECEIVED),
        "digest": as_letter(digest, directory, on=NOW.date()),
    }


def words_of(letter: EmailMessage) -> str:
    """The text of a letter, with the line ends that a citizen typed."""
    return _part(letter, "plain")


def page_of(letter: EmailMessage) -> str:
    """The HTML of a letter."""
    return _part(letter, "html")


def _part(letter: EmailMessage, kind: str) -> str:
    part = letter.get_body((kind,))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


def everything_in(letter: EmailMessage) -> str:
    """All that can be read of a letter: its headers decoded, its text, its HTML as it is shown, its links."""
    page = WebPage(page_of(letter))
    headers = "\n".join(f"{name}: {value}" for name, value in letter.items())
    return "\n".join([headers, words_of(letter), page.text, *page.links])


def quoted_in(letter: EmailMessage) -> str:
    """What the HTML shows as the words of the citizen."""
    return _Quoted(page_of(letter)).text.removeprefix("\n")


class _Quoted(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.text = ""
        self._within = False
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert not self._within, f"the citizen's words hold <{tag}>"
        self._within = tag == "pre"

    def handle_endtag(self, tag: str) -> None:
        self._within = self._within and tag != "pre"

    def handle_data(self, data: str) -> None:
        self.text += data if self._within else ""


def assert_survives_any_server(letter: EmailMessage) -> None:
    """Plain ASCII, short lines with one kind of end, none that a server on the way is known to change."""
    content = letter.as_bytes()
    assert content.isascii()
    assert b"\n" not in content.replace(b"\r\n", b"")
    lines = content.split(b"\r\n")
    assert max(map(len, lines)) <= 998
    body = content.partition(b"\r\n\r\n")[2].split(b"\r\n")
    assert not any(line.startswith((b"From ", b".")) or line.endswith(b" ") for line in body)
