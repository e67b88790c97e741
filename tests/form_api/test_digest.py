"""The digest as it is read: numbers in columns, everything to see to by its reference, never a citizen's word."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from form_api.digest import MOST_NAMED, as_letter, as_text
from form_api.records import Attempt, StoredInquiry, Submission
from form_api.tally import Digest, digest_of
from generator.directory import Directory, language
from tests.form_api.letters import BOX, PERIOD, everything_in, page_of, read_back, words_of
from tests.form_api.questions import DAY, NOW, PASURUAN, TYPED, stored, two_desks
from tests.web_page import WebPage

ON = date(2020, 3, 25)
INDONESIAN = language("id")


def told(*entries: StoredInquiry, attempts: Any = (), now: datetime = PERIOD.until) -> str:
    """The text in Indonesian."""
    return as_text(digest(*entries, attempts=attempts, now=now), PASURUAN, INDONESIAN)


def digest(*entries: StoredInquiry, attempts: Any = (), now: datetime = PERIOD.until) -> Digest:
    return digest_of(PASURUAN, entries, attempts, period=PERIOD, now=now)


def busy() -> Digest:
    """A day with something of everything."""
    full = Attempt(NOW - 3 * DAY, "meja-pbb", BOX, "later", 452, f"full, says {TYPED['email']}")
    gone = Attempt(NOW, "meja-umum", "umum@pasuruan.example", "refused", 550, "no such user")
    past = NOW - 9 * DAY
    return digest(
        *(stored(reference=f"TUNG-{number}", stored_at=NOW - number * DAY, rounds=40) for number in (1, 3)),
        stored(reference="PARK-1", parked_at=NOW, service=""),
        stored(reference="TAHA-1", quarantined_at=NOW, suspicions=("honeypot", "links"), service="jht"),
        stored(reference="BELU-1", stored_at=past, accepted_at=past, service="bphtb", desk="meja-bphtb"),
        *(stored(accepted_at=NOW, confirmed_at=NOW) for _ in range(12)),
        attempts=[("TUNG-3", full), ("PARK-1", gone)],
    )


def test_the_table_stands_in_columns() -> None:
    """Each number under its heading, with the week before in brackets, the name of a service above its numbers."""
    past = [stored(stored_at=NOW - 7 * DAY, accepted_at=NOW - 7 * DAY, service="jht", erased_at=NOW)]
    text = told(*past, *(stored(accepted_at=NOW, confirmed_at=NOW) for _ in range(12)))
    table = text[text.index(" Masuk") :].splitlines()[:7]
    assert table == [
        " Masuk  Diterima  Dikonfirmasi  Menunggu  Gagal  Ditahan",
        "Semua",
        "12 (1)    12 (1)        12 (0)     0 (0)  0 (0)    0 (0)",
        "Klaim Jaminan Hari Tua (JHT)",
        " 0 (1)     0 (1)         0 (0)     0 (0)  0 (0)    0 (0)",
        "Pajak Bumi dan Bangunan (PBB-P2)",
        "12 (0)    12 (0)        12 (0)     0 (0)  0 (0)    0 (0)",
    ]


def test_nothing_to_say_is_said_in_one_line() -> None:
    """Beside the period that it is about; no empty table and no empty list."""
    period = "Dari Selasa, 24 Maret 2020 pukul 05.00 sampai Rabu, 25 Maret 2020 pukul 05.00."
    assert told() == (
        f"Ringkasan pertanyaan Loket Pasuruan\n\n{period} Dalam kurung: sepekan sebelumnya.\n\n"
        "Tidak ada pertanyaan, dan tidak ada yang perlu diurus.\n"
    )


def test_a_good_day_has_nothing_to_see_to() -> None:
    """Numbers, and one line instead of the lists."""
    text = told(stored(accepted_at=NOW, confirmed_at=NOW))
    assert INDONESIAN("digest.nothing_to_see_to") in text
    assert "\n- " not in text


def test_a_quiet_day_can_have_something_to_see_to() -> None:
    """No table, but what has been parked for weeks is named."""
    text = told(stored(stored_at=NOW - 30 * DAY, parked_at=NOW - 29 * DAY))
    assert INDONESIAN("digest.no_questions") in text
    assert "- K7M4-PX9R: Pajak Bumi dan Bangunan (PBB-P2), sejak Senin, 24 Februari 2020" in text


@pytest.mark.parametrize(
    "line",
    [
        "- PARK-1: Tanpa layanan, sejak Selasa, 24 Maret 2020 pukul 10.00",
        "- TUNG-3: Pajak Bumi dan Bangunan (PBB-P2), 3 hari 19 jam, 40 percobaan",
        "- pbb@pasuruan.example (Meja PBB-P2): menjawab nanti (kode 452) sejak Sabtu, 21 Maret 2020 pukul 10.00, "
        "terakhir Sabtu, 21 Maret 2020 pukul 10.00 untuk TUNG-3",
        "- umum@pasuruan.example (Meja umum BKD): menolak (kode 550), terakhir Selasa, 24 Maret 2020 pukul 10.00 "
        "untuk PARK-1",
        "- BELU-1: Bea Perolehan Hak atas Tanah dan Bangunan (BPHTB), Meja BPHTB, batas jawab Rabu, 18 Maret 2020 "
        "pukul 15.30",
        "Lihat: python -m form_api outbox show REF. Teruskan ke meja: python -m form_api outbox release REF. "
        "Hapus: python -m form_api outbox erase REF.",
        "Surat yang disimpan tanpa batas, karena kantornya tidak menyebut masa simpan (privacy: retention): 13.",
    ],
)
def test_everything_to_see_to_is_named(line: str) -> None:
    """By reference, with how long, how often, whose desk, and the command that helps; in text and HTML."""
    assert f"{line}\n" in as_text(busy(), PASURUAN, INDONESIAN)
    page = WebPage(page_of(read_back(as_letter(busy(), PASURUAN, on=ON))))
    assert line.removeprefix("- ") in page.text


def test_a_submission_waits_since_its_documents_are_here() -> None:
    """How long the citizen took says nothing of the mail server."""
    place = Submission(day=ON, number=14, arrived_at=PERIOD.until - DAY)
    text = told(stored(stored_at=NOW - 9 * DAY, rounds=7, submission=place))
    assert "- K7M4-PX9R: Pajak Bumi dan Bangunan (PBB-P2), 1 hari 0 jam, 7 percobaan\n" in text


def test_suspicions_are_told_in_words_where_there_are_words() -> None:
    """A suspicion without a word of its own in the catalogue is told by its name, and none is swallowed."""
    told_as = [INDONESIAN.words.get(f"suspicions.{name}", name) for name in ("honeypot", "links")]
    text = as_text(busy(), PASURUAN, INDONESIAN)
    assert f"Sebab: {INDONESIAN.enumeration(told_as)}\n" in text


def test_of_what_waits_for_an_operator_every_one_is_named() -> None:
    """Of what desks did not confirm the oldest, with how many more; what is parked or held is never cut short."""
    many = 2 * MOST_NAMED
    parked = [stored(reference=f"P-{number:03}", parked_at=NOW) for number in range(many)]
    late = [stored(reference=f"U-{number:03}", accepted_at=NOW) for number in range(many)]
    text = told(*parked, *late, now=NOW + 9 * DAY)
    assert text.count("\n- P-") == many
    assert text.count("\n- U-") == MOST_NAMED
    assert f"\n- {INDONESIAN('digest.more', count=many - MOST_NAMED)}\n" in text


def lacking(number: int, days: int) -> StoredInquiry:
    """A submission of so many days before the digest, without its documents."""
    place = Submission(day=ON, number=number)
    return stored(reference=f"L-{number:03}", stored_at=PERIOD.until - days * DAY, submission=place)


def test_what_lacks_documents_is_told() -> None:
    """How many, and by reference those of which nothing may come any more: nothing else would ever erase them."""
    text = told(lacking(1, 14), lacking(2, 15))
    assert "Pengajuan yang dokumennya belum lengkap: 2, di antaranya lebih dari 14 hari: 1.\n" in text
    assert "\nDokumen belum lengkap lebih dari 14 hari" in text
    assert "- L-002: Pajak Bumi dan Bangunan (PBB-P2), sejak Selasa, 10 Maret 2020 pukul 05.00\n" in text
    assert "L-001" not in text


def test_of_what_lacks_documents_the_oldest_are_named() -> None:
    """With how many more there are: citizens who give up fill no letter."""
    text = told(*(lacking(number, 400 - number) for number in range(MOST_NAMED + 7)))
    assert text.count("\n- L-") == MOST_NAMED
    assert "\n- L-000" in text
    assert f"\n- {INDONESIAN('digest.more', count=7)}\n" in text


@pytest.mark.parametrize("code", ["id", "en"])
def test_no_word_of_a_citizen_is_in_a_digest(code: str) -> None:
    """Nor what a mail server said, which may quote one."""
    said = as_text(busy(), PASURUAN, language(code)) + everything_in(read_back(as_letter(busy(), PASURUAN, on=ON)))
    assert not [name for name in ("name", "email", "phone", "message") if TYPED[name] in said]


def test_the_letter_of_a_digest() -> None:
    """To who reads it; the subject says whether there is anything to see to; one Message-ID for each day."""
    letter = read_back(as_letter(busy(), PASURUAN, on=ON))
    assert letter["To"] == "umum@pasuruan.example"
    assert letter["Subject"] == "Ringkasan pertanyaan 25 Maret 2020: 7 perlu diurus"
    assert letter["Message-ID"].strip() == "<20200325.digest@pasuruan.example>"
    assert letter["Date"].datetime == PERIOD.until
    assert "Reply-To" not in letter
    assert words_of(letter) == as_text(busy(), PASURUAN, INDONESIAN)


def test_a_calm_day_has_a_calm_subject() -> None:
    """Whoever reads only subjects misses nothing."""
    letter = read_back(as_letter(digest(), PASURUAN, on=ON + timedelta(days=1)))
    assert letter["Subject"] == "Ringkasan pertanyaan 26 Maret 2020"


def test_nobody_to_write_to_is_told() -> None:
    """Whoever asks for such a letter learns that the directory names no reader."""
    directory: Directory = two_desks()
    with pytest.raises(ValueError, match="digest_to"):
        as_letter(digest_of(directory, [], period=PERIOD, now=NOW), directory, on=ON)
