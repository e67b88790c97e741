"""The conversation: what is taken, what is told, and in which words."""

import pytest

from generator.directory import language
from generator.newcomer.asking import Conversation, draft_of
from generator.newcomer.draft import Draft
from tests.generator.newcomer.typing_clerk import GOOD, answers, drafted, read_back, refused


def test_answers_with_the_command_are_not_asked_for() -> None:
    """Whoever gives all of them by flag is asked nothing and told nothing."""
    draft, said = drafted()
    assert (draft.names, draft.mailbox, said) == ({"id": "Dinas Sosial"}, "surat@dinsos.go.id", [])


@pytest.mark.parametrize(
    ("flag", "typed", "told"),
    [
        ("languages", "xx", "bahasa 'xx' belum tersedia. Pilih dari: en, id."),
        ("languages", "id, id", "'id' sudah ada di daftar ini."),
        ("name", "", "Ini perlu diisi."),
        ("name", "Dinas\nSosial", "Tulis dalam satu baris."),
        ("name", "Dinas\x07", "karakter U+0007 tidak terlihat dan tidak boleh ada."),
        ("name", "\udce9", "karakter U+DCE9 tidak terlihat dan tidak boleh ada."),
        ("id", "Dinas Sosial", "'Dinas Sosial' bukan id. Tulis huruf kecil, angka, dan tanda hubung"),
        ("zone", "Jakarta", "'Jakarta' bukan zona waktu. Tulis Asia/Jakarta"),
        ("url", "layanan.dinsos.go.id", "'layanan.dinsos.go.id' bukan alamat web. Tulis lengkap"),
        ("whatsapp", "112", "'112' bukan nomor telepon yang berlaku."),
        ("phone", "nol delapan", "'nol delapan' memuat huruf."),
        ("mo-th", "pagi", "'pagi' bukan jam layanan. Tulis seperti 08:00-15:30."),
        ("mo-th", "15:30-07:30", "'15:30-07:30' berakhir sebelum mulai."),
        ("fr", "07:30-11:30, 11:00-14:00", "'11:00-14:00' bertumpuk dengan '07:30-11:30'."),
        ("fr", "07:30-11:30], Sa: [08:00-12:00", "'07:30-11:30]' bukan jam layanan."),
        ("mailbox", "meja", "'meja' bukan alamat surel."),
        ("sender", "noreply@gmail.com", "'noreply@gmail.com' bukan alamat di domain situs ini"),
    ],
)
def test_a_bad_answer_is_told_and_asked_again(flag: str, typed: str, told: str) -> None:
    """In the words that `check` has for it, with what to write."""
    said = refused(**{flag.replace("-", "_"): typed})
    assert len(said) == 2
    assert said[0].startswith(told)


def test_a_good_answer_after_a_bad_one_is_taken() -> None:
    """One can go on after any slip."""
    draft, said = drafted(zone=["Jakarta", "wit"])
    assert (draft.zone, len(said)) == ("Asia/Jayapura", 1)


@pytest.mark.parametrize(
    ("typed", "zone"), [("WIB", "Asia/Jakarta"), ("wita", "Asia/Makassar"), ("Asia/Jayapura",) * 2]
)
def test_a_zone_is_known_by_its_short_name(typed: str, zone: str) -> None:
    """As people call it; the full name is understood too."""
    assert drafted(zone=typed)[0].zone == zone


def test_an_office_needs_a_number() -> None:
    """Where there is no WhatsApp, the telephone must be told; with one it may be left out."""
    assert refused(whatsapp="", phone="")[0] == "Ini perlu diisi."
    assert drafted(whatsapp="", phone="(0343) 410 188")[0].phone == "(0343) 410 188"


def test_an_office_opens_on_some_day() -> None:
    """Four closed groups of days are a slip."""
    shut = {"mo_th": "tutup", "fr": "Tutup", "sa": "closed", "su": ""}
    assert refused(**shut)[0] == "Ini perlu diisi."
    assert refused(**{**shut, "su": "tutup"})[0].startswith("Dengan ini kantor tidak pernah buka.")


def test_hours_are_understood_as_people_write_them() -> None:
    """And stand in the file in one way."""
    directory = read_back(drafted(fr="7.30 s.d. 11.30; 13:00 – 14:30")[0]).directory
    assert directory is not None
    regular = directory.schedules["jam-layanan"].regular or {}
    assert [str(interval) for interval in regular[4]] == ["07:30-11:30", "13:00-14:30"]


@pytest.mark.parametrize(
    ("url", "mailbox", "sender"),
    [
        ("https://layanan.dinsos.go.id", "surat@dinsos.go.id", "noreply@dinsos.go.id"),
        ("https://layanan.dinsos.go.id", "dinsos@gmail.com", "noreply@layanan.dinsos.go.id"),
        ("http://localhost:8000", "surat@dinsos.go.id", "noreply@localhost"),
    ],
)
def test_letters_are_sent_from_a_domain_of_the_office(url: str, mailbox: str, sender: str) -> None:
    """What is proposed is what `check` takes."""
    assert drafted(url=url, mailbox=mailbox)[0].sender == sender


def test_a_site_without_a_name_of_its_own_needs_a_sender() -> None:
    """Nothing wrong is proposed where nothing right is known."""
    assert refused(url="http://[::1]:8000")[0] == "Ini perlu diisi."


def test_a_mailbox_that_stands_on_the_site_is_refused() -> None:
    """A rule between two answers holds too: here the name shows the mailbox to everybody."""
    assert refused(name="Dinsos surat@dinsos.go.id")[0].startswith("'surat@dinsos.go.id' adalah kotak surat meja")


def test_texts_are_asked_for_in_each_language() -> None:
    """A further language takes the first one's name, and its own words for desk and service."""
    draft, _ = drafted(languages="id en", name=["Dinas Sosial", ""], service=["", ""], desk=["", ""])
    assert draft.names == {"id": "Dinas Sosial", "en": "Dinas Sosial"}
    assert (draft.services["en"], draft.desks["en"]) == ("General questions", "Service desk")
    assert read_back(draft).problems == ()


def test_the_question_names_the_language_and_what_enter_means() -> None:
    """Whoever is asked sees both."""
    asked: list[str] = []

    def ask(question: str) -> str:
        asked.append(question)
        return {"Nama kantor, seperti yang dibaca warga, dalam bahasa Inggris [Dinas]: ": "Office"}.get(question, "")

    given = {**answers(languages="id, en", service=["", ""], desk=["", ""]), "name": ["Dinas"], "zone": []}
    draft = draft_of(given, Conversation(ask, asked.append, language("id")))
    assert (draft.names["en"], asked[1:]) == ("Office", ["Zona waktu: WIB, WITA, atau WIT [WIB]: "])


def test_everything_can_be_answered_with_a_flag() -> None:
    """No question is left that a script can't answer."""
    draft, said = drafted(lang="en", languages="en")
    assert (draft.languages, said) == (("en",), [])
    assert isinstance(draft, Draft)
    assert len(GOOD) == 16
