"""The letter: our headers and no others, the citizen's words to the letter, bytes that any mail server takes."""

import dataclasses
import re
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from form_api.letter import Links, compose, message_id
from form_api.records import Inquiry, StoredInquiry
from form_api.sheet import one_line
from generator.directory import Directory, WrongTextError, email_address, language
from tests.building import plain
from tests.form_api.letters import (
    BOX,
    PHOTO,
    RECEIVED,
    SCAN,
    assert_survives_any_server,
    page_of,
    quoted_in,
    sent,
    words_of,
)
from tests.form_api.questions import NOW, PASURUAN, read, stored, two_desks
from tests.web_page import WebPage

LONG_NAME = "Badan Pengelolaan Keuangan, Pendapatan, dan Aset Daerah; Kabupaten Pasuruan (Bidang PBB-P2: Loket 1)"
HEADERS = [
    "From",
    "To",
    "Reply-To",
    "Subject",
    "Date",
    "Message-ID",
    "Auto-Submitted",
    "X-Auto-Response-Suppress",
    "X-Loket-Reference",
    "MIME-Version",
    "Content-Type",
]
TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\n\t"), max_size=2000)
LINE = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=100)
TOUCHY = st.text(st.sampled_from(',;:<>()[]@"\\. =?éx'), max_size=120)
LOCAL = st.text(st.sampled_from("abcXYZ019.!#$%&'*+/=?^_`{|}~-"), min_size=1, max_size=64)
DOMAIN = st.lists(st.from_regex(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?", fullmatch=True), min_size=1, max_size=3)


def renamed(directory: Directory, name: str, sender: str = "noreply@pasuruan.example") -> Directory:
    """The directory with this name for the site, the desk and the service."""
    assert directory.inquiry is not None
    return dataclasses.replace(
        directory,
        site=dataclasses.replace(directory.site, name=plain(name)),
        desks=directory.desks | {"meja-pbb": dataclasses.replace(directory.desks["meja-pbb"], name=plain(name))},  # type: ignore[operator]
        services=directory.services  # type: ignore[operator]
        | {"pbb-p2": dataclasses.replace(directory.services["pbb-p2"], name=plain(name))},
        inquiry=dataclasses.replace(directory.inquiry, from_=sender),
    )


def addresses(letter: EmailMessage, header: str) -> list[str]:
    return [address.addr_spec for address in letter[header].addresses]


def test_the_headers_of_a_letter(pasuruan: Directory) -> None:
    """From is our domain, the citizen is in Reply-To alone, and no machine is to answer."""
    letter = sent(pasuruan, stored())
    assert letter.items()[:9] == [
        ("From", "Loket Pasuruan <noreply@pasuruan.example>"),
        ("To", "Meja PBB-P2 <pbb@pasuruan.example>"),
        ("Reply-To", "siti@warga.example"),
        ("Subject", "[K7M4-PX9R] Pertanyaan: Pajak Bumi dan Bangunan (PBB-P2)"),
        ("Date", "Tue, 24 Mar 2020 10:00:00 +0700"),
        ("Message-ID", message_id(stored(), BOX, "noreply@pasuruan.example")),
        ("Auto-Submitted", "auto-generated"),
        ("X-Auto-Response-Suppress", "DR, RN, NRN, OOF, AutoReply"),  # a bounce must reach us
        ("X-Loket-Reference", "K7M4-PX9R"),
    ]
    assert letter.keys() == HEADERS


def test_the_text_of_a_letter(pasuruan: Directory) -> None:
    """The clerk reads who asks, about what, until when to answer, the question itself, and how to answer."""
    text = words_of(sent(pasuruan, stored(language="en")))
    for part in ("Meja PBB-P2", "K7M4-PX9R", "Siti Aminah", "siti@warga.example", "0812-3456-7890", "English"):
        assert part in text
    assert "Selasa, 24 Maret 2020 pukul 10.00" in text
    assert "Jumat, 27 Maret 2020 pukul 14.30" in text  # two working days later, past Nyepi
    assert "\n\nBagaimana cara membayar PBB?\n\n-- \n" in text
    assert text.rstrip().endswith(language("id")("letter.how_to_reply", email="siti@warga.example"))


def test_two_addresses_make_no_letter(pasuruan: Directory) -> None:
    """The reply goes to one address or nowhere, whatever lies in the store."""
    with pytest.raises(ValueError, match="Reply-To"):
        sent(pasuruan, stored(email="siti@x.example, y@z.example"))


def test_a_question_for_a_desk_that_is_gone_says_so(pasuruan: Directory) -> None:
    """The clerk who gets it instead learns for which desk it was."""
    told = language("id")("letter.meant_for_gone", desk="meja-lama")
    assert told in words_of(sent(pasuruan, stored(desk="meja-lama"), "meja-umum"))


def test_a_language_that_is_gone_stops_no_letter(pasuruan: Directory) -> None:
    """A question in a language whose catalogue was taken away is still passed on; its code is told."""
    assert "Bahasa: jv\n" in words_of(sent(pasuruan, stored(language="jv")))


def test_the_same_letter_has_the_same_bytes(pasuruan: Directory) -> None:
    """Sent twice, it is one letter for the desk's mail program; Message-IDs differ by inquiry and by mailbox."""
    desk = pasuruan.desks["meja-pbb"]
    letters = [compose(pasuruan, stored(), desk, BOX).as_bytes() for _ in range(2)]
    assert letters[0] == letters[1]
    ids = {
        message_id(stored(reference=ref), box, "a@b.example")
        for ref in ("K7M4-PX9R", "K7M4-PX9S")
        for box in (BOX, "x@b.example")
    }
    assert len(ids) == 4
    assert all(re.fullmatch(r"<[A-Z0-9]{8}\.[0-9a-f]{12}@b\.example>", one) for one in ids)


def test_a_retry_does_not_change_the_letter(pasuruan: Directory) -> None:
    """Rounds and due dates are the outbox's own; the letter of the tenth round is the first one."""
    later = stored(rounds=9, due_at=NOW.replace(year=2021))
    assert sent(pasuruan, later).as_bytes() == sent(pasuruan, stored()).as_bytes()


def test_without_an_address_there_is_no_reply_to(pasuruan: Directory) -> None:
    """Nobody is offered a reply that goes nowhere; the clerk is told whom to call."""
    letter = sent(pasuruan, stored(email="", name=""))
    assert letter.keys() == [name for name in HEADERS if name != "Reply-To"]
    assert language("id")("letter.how_to_call", phone="0812-3456-7890") in words_of(letter)


@pytest.mark.parametrize(
    ("inquiry", "subject"),
    [
        (stored(service=""), "[K7M4-PX9R] Pertanyaan dari warga"),
        (stored(service="tidak-ada-lagi"), "[K7M4-PX9R] Pertanyaan dari warga"),
    ],
)
def test_a_letter_without_a_service_has_a_subject(pasuruan: Directory, inquiry: StoredInquiry, subject: str) -> None:
    """A question about no service, or about one that has left the directory, is still a letter."""
    letter = sent(pasuruan, inquiry)
    assert letter["Subject"] == subject
    assert inquiry.service in words_of(letter)


def test_a_letter_names_the_topic() -> None:
    """The clerk reads what the citizen chose; a topic that has left the directory is passed over."""
    directory = two_desks()
    assert "Topik: Keberatan" in words_of(sent(directory, stored(topic="keberatan")))
    assert "Topik" not in words_of(sent(directory, stored(topic="lama")))


def test_a_letter_handed_on_says_for_whom_it_was_first_meant(pasuruan: Directory) -> None:
    """The fallback's clerk learns why it came; the first desk's clerk reads nothing of it."""
    told = language("id")("letter.meant_for", desk="Meja PBB-P2")
    assert told in words_of(sent(pasuruan, stored(), "meja-umum", "umum@pasuruan.example"))
    assert told not in words_of(sent(pasuruan, stored()))


@pytest.mark.parametrize(
    "attack", ["\r\nBcc: x@y.example", "\nBcc: x@y.example", "\rBcc: x", "=?utf-8?q?a=0aBcc=3ax?="]
)
@pytest.mark.parametrize("field", ["name", "phone", "message", "topic", "service"])
def test_no_field_of_the_citizen_makes_a_header(pasuruan: Directory, field: str, attack: str) -> None:
    """Whatever a stored inquiry holds, the letter has our headers and goes to one mailbox."""
    letter = sent(pasuruan, stored(**{field: f"a{attack}"}))
    assert letter.keys() == HEADERS
    assert addresses(letter, "To") == [BOX]


@pytest.mark.parametrize("attack", ["siti@x.example\nBcc: y@z.example", "siti@x.example\r\n\r\nHalo"])
def test_an_address_with_a_line_end_makes_no_letter(pasuruan: Directory, attack: str) -> None:
    """Such an address can't come through the form; should one lie in the store, it never becomes a header."""
    with pytest.raises(ValueError, match=r"\w"):
        sent(pasuruan, stored(email=attack))


@pytest.mark.parametrize(
    "name",
    [
        "Kantor\r\nBcc: x@y.example",
        "Kantor\nBcc: x@y.example",
        "Kantor\u2028Bcc: x@y.example",
        "=?utf-8?q?Kantor=0d=0aBcc=3ax=40y.example?=",
        "Kantor =?utf-8?b?" + "eAp4" * 20 + "?=",
        'Kantor <x@y.example>, "y',
        LONG_NAME,
        f"{LONG_NAME} é",
        "é, " * 60,
    ],
)
def test_no_name_in_the_directory_makes_a_header(pasuruan: Directory, name: str) -> None:
    """A name of any length, with commas, brackets or line ends, stays one name beside one address."""
    letter = sent(renamed(pasuruan, name), stored())
    assert letter.keys() == HEADERS
    assert addresses(letter, "From") == ["noreply@pasuruan.example"]
    assert addresses(letter, "To") == [BOX]
    assert "\n" not in f"{letter['From']}{letter['To']}{letter['Subject']}"


@given(name=LINE | TOUCHY, sender=st.tuples(LOCAL, DOMAIN).map(lambda parts: f"{parts[0]}@{'.'.join(parts[1])}"))
def test_any_name_leaves_the_headers_whole(name: str, sender: str) -> None:
    """The law behind it: one sender, one mailbox, one Message-ID, whatever staff call their desks."""
    sender = re.sub(r"\.(?=[.@])|^\.|=\?", "x", sender)
    letter = sent(renamed(PASURUAN, name, sender), stored())
    assert letter.keys() == HEADERS
    assert (addresses(letter, "From"), addresses(letter, "To")) == ([sender], [BOX])
    assert letter["Message-ID"].strip() == message_id(stored(), BOX, sender)


@pytest.mark.parametrize("email", ["a..b@x.example", ".a@x.example", "a.@x.example", f"{'a' * 40}..b@x.example"])
def test_an_address_with_odd_dots_is_kept(pasuruan: Directory, email: str) -> None:
    """Some providers gave out such addresses: the reply goes there, and the letter is not stuck for ever."""
    letter = sent(pasuruan, stored(email=email))
    assert addresses(letter, "Reply-To") == [email]
    assert not letter["Reply-To"].defects


@given(LOCAL, DOMAIN)
def test_every_address_that_the_form_takes_can_be_replied_to(local: str, domain: list[str]) -> None:
    """What passes at the citizen's field never stops a letter, and the reply goes to exactly that address."""
    email = f"{local}@{'.'.join(domain)}"
    try:
        email_address(email)
        found = read(PASURUAN, email=email)
    except (WrongTextError, AssertionError):
        return
    assert addresses(sent(PASURUAN, stored(email=found.email)), "Reply-To") == [email]


@given(message=TEXT | TOUCHY, name=LINE)
def test_a_letter_read_back_is_the_letter(message: str, name: str) -> None:
    """Parsed anew: our headers once each, the words exactly as they were typed, in the text and in the HTML."""
    inquiry = stored(message=message, name=name)
    letter = compose(PASURUAN, inquiry, PASURUAN.desks["meja-pbb"], BOX, links=Links(RECEIVED))
    assert_survives_any_server(letter)
    found = sent(PASURUAN, inquiry)
    assert found.keys() == HEADERS
    assert f"\n\n{message}\n\n-- \n" in words_of(found)
    assert quoted_in(found) == message
    assert f": {one_line(name) or language('id')('letter.not_given')}\n" in words_of(found)


@pytest.mark.parametrize(
    "message",
    [
        "x" * 5000,
        "é" * 5000,
        ".\n..\n.\n",
        "From saya\n>From\n From",
        " a \n\t\n b ",
        "\n\n  dua\n",
        "👩‍👩‍👧" * 500,
        "From " * 900,
        "." * 3000,
        "שלום\nabc שלום\u202e abc",
        "ꦱꦸꦒꦼꦁ ꦌꦚ꧀ꦗꦁ",
        "--=_K7M4PX9R_words\n--=_K7M4PX9R_words--",
        "-- \nTanda tangan",
        "</pre><script>alert(1)</script>&amp;{{ 7*7 }}",
    ],
)
def test_a_message_that_mail_is_known_to_spoil_arrives_whole(pasuruan: Directory, message: str) -> None:
    """Long lines, single dots, `From` at the start, spaces at the end, emoji, boundaries: nothing changes."""
    letter = compose(pasuruan, stored(message=message), pasuruan.desks["meja-pbb"], BOX)
    assert_survives_any_server(letter)
    found = message_from_bytes(letter.as_bytes(), policy=policy.default)
    assert f"\n\n{message}\n\n-- \n" in words_of(found)
    assert quoted_in(found) == message


def test_the_html_says_what_the_text_says(pasuruan: Directory) -> None:
    """Whichever part a mail program shows, the clerk reads the same facts, and one link leads to the button."""
    letter = sent(pasuruan, stored())
    page = WebPage(page_of(letter))
    facts = [line.partition(": ")[2] for line in words_of(letter).split("\n\n")[1].splitlines()]
    assert len(facts) == 8
    assert all(fact in page.text for fact in facts)
    assert page.links == [RECEIVED]
    assert f"\n{RECEIVED}\n" in words_of(letter)


def test_without_a_link_nothing_is_to_be_confirmed(pasuruan: Directory) -> None:
    """A letter that nobody can confirm shows no button that leads nowhere."""
    letter = compose(pasuruan, stored(), pasuruan.desks["meja-pbb"], BOX)
    assert language("id")("letter.confirm") not in words_of(letter) + page_of(letter)
    assert WebPage(page_of(letter)).links == []


def test_files_come_along_whole(pasuruan: Directory) -> None:
    """Byte for byte, of the right kind, under names that any mail program can save."""
    letter = sent(pasuruan, stored(files=(SCAN, PHOTO)))
    assert letter.get_content_type() == "multipart/mixed"
    assert [
        (part.get_filename(), part.get_content_type(), part.get_content_disposition(), part.get_content())
        for part in letter.iter_attachments()
    ] == [
        ("K7M4-PX9R-1.pdf", "application/pdf", "attachment", SCAN.content),
        ("K7M4-PX9R-2.jpg", "image/jpeg", "attachment", PHOTO.content),
    ]
    assert quoted_in(letter) == stored().message


def test_the_names_of_files_stand_in_the_letter(pasuruan: Directory) -> None:
    """What the citizen called each file, and as which document it came; a line end in a name makes no line."""
    crooked = dataclasses.replace(SCAN, name='a\r\n\u2028"b\0\ud800.pdf')
    told = [
        "K7M4-PX9R-1.jpg: Kartu Tanda Penduduk (KTP) (nama asli: ꦏꦠꦥ 👩‍👩‍👧.jpeg)",
        'K7M4-PX9R-2.pdf: lampiran (nama asli: a\ufffd\ufffd\ufffd"b\ufffd\ufffd.pdf)',
    ]
    letter = sent(pasuruan, stored(service="jht", files=(PHOTO, crooked)))
    assert all(f"\n- {line}\n" in words_of(letter) for line in told)
    assert all(line in WebPage(page_of(letter)).text for line in told)


def test_a_letter_with_files_has_the_same_bytes(pasuruan: Directory) -> None:
    """Its boundaries come from the reference, and no chance is in it."""
    inquiry = stored(files=(SCAN, PHOTO))
    one, two = (compose(pasuruan, inquiry, pasuruan.desks["meja-pbb"], BOX) for _ in range(2))
    assert one.as_bytes() == two.as_bytes()
    assert_survives_any_server(one)


def test_the_words_of_an_erased_inquiry_are_gone(pasuruan: Directory) -> None:
    """Should a letter be made of it after all, it is a letter, with nothing of the citizen in it."""
    letter = sent(pasuruan, stored(name="", email="", phone="", message="", erased_at=NOW))
    assert quoted_in(letter) == ""


def test_every_fault_free_form_makes_a_letter(pasuruan: Directory) -> None:
    """For each service, in each language, with the least that a citizen may give."""
    for service in ["", *pasuruan.services]:
        for least in ({"email": ""}, {"phone": ""}, {"language": "en", "name": ""}):
            inquiry = read(pasuruan, service=service, purpose="question", **least)
            assert isinstance(inquiry, Inquiry)
            fields = dataclasses.asdict(inquiry)
            assert inquiry.message in words_of(sent(pasuruan, stored(**fields)))
