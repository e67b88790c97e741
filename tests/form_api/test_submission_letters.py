"""Letters about submissions: to the desk with its documents or links to them, to the citizen with the news."""

import asyncio
import base64
import dataclasses
from datetime import timedelta
from email.message import EmailMessage
from typing import Any
from urllib.parse import urlsplit

import pytest

from form_api.acknowledgement import acknowledge
from form_api.letter import Links, compose
from form_api.outbox import Outbox, events, submitting
from form_api.outcomes import Outcome
from form_api.progress import News, tell
from form_api.records import Step, StoredInquiry, Submission, UploadedFile
from form_api.reminders import remind
from form_api.settings import Secret
from generator.directory import language
from tests.form_api.crews import LATER, NO, SILENCE, YES, Clock, ScriptedCourier, delivery
from tests.form_api.letters import assert_survives_any_server, read_back, words_of
from tests.form_api.questions import NOW, REFERENCE, claimed, stored
from tests.form_api.submissions import DAY, PICTURE, bring, claim, claims_office, document, standing, submit
from tests.form_api.window import SECRET, SETTINGS, client

ID = language("id")
OFFICE = claims_office()
BOX, CITIZEN = "klaim@kantor.example", "siti@warga.example"
DESK = OFFICE.desks["meja-klaim"]
UNTIL = NOW + 14 * DAY
WHOLE = Submission(day=NOW.date(), number=14, edition=1, arrived_at=NOW, links_until=UNTIL)
FILES = (document("ktp"), document("kartu"), dataclasses.replace(document("surat", b"%PDF-x"), type="pdf"))


def held(files: tuple[UploadedFile, ...] = FILES, submission: Submission = WHOLE, **given: Any) -> StoredInquiry:
    known = {"service": "klaim", "desk": "meja-klaim", "message": ""}
    return stored(**{**known, "files": files, "submission": submission, **given})


def letter(inquiry: StoredInquiry, max_letter_mb: int = 20) -> EmailMessage:
    links = Links("https://kantor.example/meja", lambda name: f"https://kantor.example/berkas/{name}")
    return read_back(compose(OFFICE, inquiry, DESK, BOX, links=links, max_letter_mb=max_letter_mb))


def attached(letter: EmailMessage) -> list[str | None]:
    return [part.get_filename() for part in letter.iter_attachments()]


def news(kind: News, **given: Any) -> EmailMessage:
    return read_back(tell(OFFICE, held(**given), kind, now=NOW, receipt_link="https://kantor.example/terima"))


def test_the_desk_gets_number_documents_and_links() -> None:
    """In the order in which they are asked for; the sensitive one by a link that says how long it opens."""
    made = letter(held())
    assert made["Subject"] == f"[{REFERENCE}] Pengajuan nomor 14: Klaim"
    assert attached(made) == [f"{REFERENCE}-1.jpg", f"{REFERENCE}-2.pdf"]
    words = words_of(made)
    assert "14 untuk Selasa, 24 Maret 2020" in words
    assert "https://kantor.example/berkas/ktp" in words
    assert "Selasa, 7 April 2020" in words
    assert "Kartu peserta" in words


def test_what_exceeds_the_budget_is_linked() -> None:
    """The letter is never larger than a mail server takes, and no document is left out of it."""
    large = document("kartu", b"\xff\xd8\xff" + b"0" * 800_000)
    made = letter(held((large, document("ktp"))), max_letter_mb=1)
    assert attached(made) == []
    assert "https://kantor.example/berkas/kartu" in words_of(made)
    assert len(made.as_bytes()) < 1024 * 1024


def test_a_document_that_is_not_asked_for_any_more_is_linked() -> None:
    """Nobody knows any longer whether it is sensitive."""
    made = letter(held((document("akta"),)))
    assert attached(made) == []
    assert "https://kantor.example/berkas/akta" in words_of(made)


def test_each_edition_is_a_letter_of_its_own() -> None:
    """The same one has the same bytes, another its own Message-ID, and says that it takes the place of the first."""
    again = held(submission=dataclasses.replace(WHOLE, edition=2))
    assert letter(held()).as_bytes() == letter(held()).as_bytes()
    assert letter(again)["Message-ID"] != letter(held())["Message-ID"]
    assert language("id")("submission_letter.again") in words_of(letter(again)).replace("\n", " ")


def test_a_later_edition_is_as_new_as_it_is() -> None:
    """A mail program that sorts by date shows it on top, and not among what is weeks old."""
    later = dataclasses.replace(WHOLE, edition=2, links_until=UNTIL + 20 * DAY)
    assert letter(held(submission=later, stored_at=NOW - DAY))["Date"].datetime == NOW + 20 * DAY


def test_the_desk_reads_by_when_to_check() -> None:
    """Counted from when the documents were here, as its reminder is."""
    assert "Periksa paling lambat: Jumat, 27 Maret 2020 pukul 15.30" in words_of(letter(held(stored_at=NOW - 9 * DAY)))


def test_what_is_sensitive_travels_in_no_letter() -> None:
    """Nor does what it says anywhere: only its name and the link."""
    secret = dataclasses.replace(document("ktp"), name="ktp\r\nsaya.jpg", content=PICTURE + b"rahasia" * 40)
    made = letter(held((secret,)))
    assert "KTP (nama asli: ktp��saya.jpg), peka" in words_of(made)
    assert base64.b64encode(secret.content)[:200] not in made.as_bytes().replace(b"\r\n", b"").replace(b"\n", b"")


def test_a_service_that_has_left_is_named_by_its_id() -> None:
    """Its submissions are still submissions, and all their documents are linked."""
    made = letter(held(service="hilang"))
    assert (made["Subject"], attached(made)) == (f"[{REFERENCE}] Pengajuan nomor 14: hilang", [])


@pytest.mark.parametrize("name", ["é" * 150, "a\r\nBcc: x@y.example", "=?utf-8?q?=0aBcc?="])
def test_a_letter_with_documents_survives_any_server(name: str) -> None:
    """Whatever a file is called: plain ASCII, short lines, our headers alone."""
    made = compose(OFFICE, held((dataclasses.replace(document("kartu"), name=name),)), DESK, BOX)
    assert_survives_any_server(made)
    assert "Bcc" not in read_back(made).keys()  # noqa: SIM118 a letter, not a dictionary


@pytest.mark.parametrize("edition", [1, 2])
def test_a_desk_is_reminded_of_an_application(edition: int) -> None:
    """Under the letter that it has, and of documents rather than of a question."""
    claim = held(submission=dataclasses.replace(WHOLE, edition=edition))
    made = read_back(remind(OFFICE, claim, DESK, BOX, received_link="https://kantor.example/meja"))
    told = words_of(made).replace("\n", " ")
    assert ID("reminder.lead_submission") in told
    assert ID("submission_letter.confirm") in told
    assert made["In-Reply-To"] == letter(claim)["Message-ID"]
    assert ("e2" in made["Message-ID"]) == (edition == 2)


@pytest.mark.parametrize("kind", ["complete", "verified", "paid", "returned", "incomplete"])
@pytest.mark.parametrize("code", ["id", "en"])
def test_news_hold_no_word_of_the_visitor(kind: News, code: str) -> None:
    """Whoever types a stranger's address can't write to it; and no machine answers."""
    made = news(kind, language=code, message="Klik https://jahat.example", name="Jahat")
    assert made["Subject"].startswith(f"[{REFERENCE}]")
    assert (made["Auto-Submitted"], made["Reply-To"]) == ("auto-generated", None)
    assert "ahat" not in words_of(made)
    assert "https://kantor.example/terima" in words_of(made)


def test_news_say_what_a_citizen_waits_for() -> None:
    """The promised day, the desk's reason, what is lacking."""
    verified = dataclasses.replace(WHOLE, complete_at=NOW, verified_at=NOW)
    assert "Jumat, 27 Maret 2020" in words_of(news("verified", submission=verified))
    returned = dataclasses.replace(WHOLE, returned_at=NOW)
    assert "KTP buram" in words_of(news("returned", submission=returned, returned="KTP buram"))
    assert "KTP" in words_of(news("incomplete", files=(document("kartu"),)))


@pytest.mark.parametrize(("files", "said"), [((), "Kartu peserta dan KTP"), (FILES, "sudah lengkap")])
def test_the_automatic_reply_says_number_and_what_is_lacking(files: tuple[UploadedFile, ...], said: str) -> None:
    """And promises no answer to a question that nobody asked."""
    made = acknowledge(OFFICE, held(files), DESK, now=NOW, receipt_link="https://kantor.example/terima")
    words = words_of(read_back(made)).replace("\n", " ")
    assert "Nomor antrean 14" in str(made["Subject"])
    assert said in words
    assert "Jawaban paling lambat" not in words


def test_the_automatic_reply_says_by_when_it_is_done() -> None:
    """Where the office counts from the form; it speaks of an application, and not of a question."""
    office = claims_office(documents_verified="submission")
    made = acknowledge(office, held(), DESK, now=NOW, receipt_link="https://kantor.example/terima")
    words = words_of(read_back(made)).replace("\n", " ")
    assert "Selesai paling lambat Jumat, 27 Maret 2020" in words
    assert "ertanyaan" not in words.partition("Cara lain")[0]


def carried(outbox: Outbox, courier: ScriptedCourier, rounds: int = 2) -> None:
    clock = Clock()

    async def carry() -> None:
        loop = delivery(outbox, courier, clock, OFFICE)
        for _ in range(rounds):
            await loop.carry_due()
            clock.at += timedelta(hours=1)

    asyncio.run(carry())


def test_a_whole_submission_reaches_the_desk_once(outbox: Outbox) -> None:
    """With its documents in it, when they are all here and not before."""
    courier = ScriptedCourier()
    submit(outbox)
    carried(outbox, courier)
    assert courier.mailboxes == []
    bring(outbox, "kartu", "ktp")
    carried(outbox, courier)
    assert courier.mailboxes == [BOX]
    assert attached(courier.carried[0][1]) == [f"{REFERENCE}-1.jpg"]


@pytest.mark.parametrize("step", ["complete", "verified", "returned"])
def test_each_step_is_told_to_the_citizen(outbox: Outbox, step: Step) -> None:
    """From the null sender, once, and again only where the mail server was not there."""
    courier = ScriptedCourier({CITIZEN: [LATER, YES]})
    submit(outbox)
    bring(outbox, "kartu", "ktp")
    outbox.commit(outbox.stepped(REFERENCE, step, NOW, reason="buram" if step == "returned" else ""))
    carried(outbox, courier, 5)
    assert courier.mailboxes.count(CITIZEN) == 2
    assert courier.senders[courier.mailboxes.index(CITIZEN)] == ""


@pytest.mark.parametrize(("email", "outcome", "letters"), [("", YES, 0), (CITIZEN, NO, 1)])
def test_who_can_t_be_written_to_is_not_written_to_again(
    outbox: Outbox, email: str, outcome: Any, letters: int
) -> None:
    """The receipt tells the same; and no address stands in the list of attempts."""
    courier = ScriptedCourier({CITIZEN: [outcome]})
    submit(outbox, claim(email=email))
    bring(outbox, "kartu", "ktp")
    outbox.commit(outbox.stepped(REFERENCE, "verified", NOW))
    carried(outbox, courier, 4)
    assert courier.mailboxes.count(CITIZEN) == letters
    assert CITIZEN not in repr(outbox.history(REFERENCE))


def test_a_reminder_that_is_late_is_not_sent(outbox: Outbox) -> None:
    """The documents came while it waited."""
    courier = ScriptedCourier()
    submit(outbox)
    outbox.commit(events.queued("incomplete", REFERENCE, NOW))
    bring(outbox, "kartu", "ktp")
    carried(outbox, courier)
    assert CITIZEN not in courier.mailboxes


def lacking(outbox: Outbox, number: int = 1) -> None:
    """So many submissions of one citizen, each to be reminded of."""
    for each in range(number):
        submit(outbox, claim(message=f"ke-{each}"), reference=f"REF-{each}")
        outbox.commit(events.queued("incomplete", f"REF-{each}", NOW))


@pytest.mark.parametrize(("outcome", "tries"), [(YES, 1), (NO, 1), (SILENCE, 1), (LATER, 4)])
def test_a_citizen_is_reminded_once(outbox: Outbox, outcome: Outcome, tries: int) -> None:
    """What surely was not taken is tried again; a refusal or an unknown outcome ends it."""
    lacking(outbox)
    courier = ScriptedCourier({CITIZEN: [outcome]})
    carried(outbox, courier, 4)
    assert courier.mailboxes == [CITIZEN] * tries


def test_a_reminder_that_may_have_gone_out_is_not_sent_again(outbox: Outbox) -> None:
    """A crash between the mail server's yes and our note costs a reminder rather than two."""
    lacking(outbox)
    (errand,) = claimed(outbox)
    outbox.commit(events.reply_begun(errand, NOW, per_address_and_day=9, per_hour=9, address_mark="x"))
    courier = ScriptedCourier()
    carried(outbox, courier, 3)
    assert courier.mailboxes == []


def test_reminders_of_one_address_are_capped(outbox: Outbox) -> None:
    """Whoever sends forms with a stranger's address floods it no more two days later than at once."""
    lacking(outbox, SETTINGS.most_replies_per_address + 5)
    courier = ScriptedCourier()
    carried(outbox, courier, 20)
    assert len(courier.mailboxes) == SETTINGS.most_replies_per_address


def linked(courier: ScriptedCourier) -> str:
    """Path and query of the link to the sensitive document, from the letter that went out last."""
    line = next(line for line in words_of(courier.carried[-1][1]).split() if "/documents/ktp?" in line)
    parts = urlsplit(line)
    return f"{parts.path}?{parts.query}"


def test_a_link_opens_until_the_letter_says(outbox: Outbox) -> None:
    """As a file that no browser shows in a page; afterwards the desk is told how to get a new one."""
    courier = ScriptedCourier()
    submit(outbox)
    bring(outbox, "kartu", "ktp")
    carried(outbox, courier)
    address = linked(courier)
    answer = client(outbox, OFFICE).get(address)
    assert (answer.status_code, answer.content) == (200, document("ktp").content)
    assert answer.headers["content-disposition"] == f'attachment; filename="{REFERENCE}-ktp.jpg"'
    assert answer.headers["cache-control"] == "no-store"
    assert {"sandbox", "frame-ancestors 'none'"} <= set(answer.headers["content-security-policy"].split("; "))
    assert client(outbox, OFFICE, now=lambda: UNTIL).get(address).status_code == 410
    outbox.commit(submitting.links_renewed(REFERENCE, UNTIL))
    assert standing(outbox).links_until == UNTIL + 14 * DAY


def test_who_only_asks_for_a_link_has_opened_nothing(outbox: Outbox, caplog: pytest.LogCaptureFixture) -> None:
    """Each opening is in the log, by reference and document; HEAD answers with the same headers."""
    caplog.set_level("INFO", logger="loket.form")
    courier = ScriptedCourier()
    submit(outbox)
    bring(outbox, "kartu", "ktp")
    carried(outbox, courier)
    answers = [client(outbox, OFFICE).request(method, linked(courier)) for method in ("HEAD", "GET")]
    assert answers[0].headers == answers[1].headers
    assert [line.getMessage() for line in caplog.records] == [f"document-opened reference={REFERENCE} document=ktp"]


@pytest.mark.parametrize(
    "change",
    [
        ("ktp", "kartu"),
        ("until=1586228400", "until=9586228400"),
        ("until=1586228400", "until=01586228400"),
        ("until=1586228400", "until=١"),
        ("until=1586228400", "until=" + "9" * 5000),
        ("until=1586228400&", ""),
        ("key=", "key=0"),
        (REFERENCE, "AAAA-AAAA"),
        ("documents/ktp", "documents/..%2F..%2Fktp"),
    ],
)
def test_an_altered_link_opens_nothing(outbox: Outbox, change: tuple[str, str]) -> None:
    """Not another document, not for longer."""
    courier = ScriptedCourier()
    submit(outbox)
    bring(outbox, "kartu", "ktp")
    carried(outbox, courier)
    address = linked(courier)
    assert change[0] in address
    assert client(outbox, OFFICE).get(address.replace(*change)).status_code == 404


def test_what_is_erased_opens_no_more(outbox: Outbox) -> None:
    """The link in an old letter is good, and there is nothing behind it."""
    courier = ScriptedCourier()
    submit(outbox)
    bring(outbox, "kartu", "ktp")
    carried(outbox, courier)
    outbox.commit(events.erased(REFERENCE, NOW))
    assert client(outbox, OFFICE).get(linked(courier)).status_code == 404
    assert Secret(SECRET).reveal() not in linked(courier)
