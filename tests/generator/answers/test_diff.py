"""What `diff` says: each change in a sentence, in every language of the site."""

from datetime import timedelta
from pathlib import Path
from random import Random
from types import UnionType
from typing import Any, get_args

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from generator.__main__ import main
from generator.answers.diff import diff
from generator.answers.diff.sentences import sentences
from generator.arguments import WrongArgumentError
from generator.changes import compare, kinds
from generator.directory import Directory, State, language
from tests.building import MINIMAL, good, reading
from tests.generator.changes.versions import (
    CONTACTS,
    FEW,
    TODAY,
    chances,
    dumped,
    edited,
    edited_text,
    mutants,
    office_pairs,
    rewrapped,
    tree,
)
from tests.generator.directory.offices import DATES

INDONESIAN, ENGLISH = language("id"), language("en")
EXAMPLES = yaml.safe_load(Path(__file__).with_name("diff_examples.yml").read_text(encoding="utf-8"))
NUMBER = ("number: 0812-3006-0440", "number: 0811-3006-0440")
LONGER = ("until: 2020-04-05", "until: 2020-04-19")


def _versions(example: Any) -> tuple[Directory, Directory]:
    before, after = ([tuple(edit) for edit in example.get(key, [])] for key in ("before", "edits"))
    return edited(*before), edited(*after)


@pytest.mark.parametrize("example", EXAMPLES, ids=[example["about"] for example in EXAMPLES])
def test_each_change_is_a_sentence(example: Any) -> None:
    """As it is read in both languages, and as the way back is."""
    old, new = _versions(example)
    there, back = compare(old, new, TODAY), compare(new, old, TODAY)
    assert sentences(there, old, new, INDONESIAN) == example["id"]
    assert sentences(there, old, new, ENGLISH) == example["en"]
    assert sentences(back, new, old, INDONESIAN) == example["back"]


def test_each_kind_of_change_has_an_example() -> None:
    """No sentence is there that nobody has read."""
    seen: set[type] = {kinds.LanguagesChanged}  # has a test of its own
    for example in EXAMPLES:
        old, new = _versions(example)
        for change in (*compare(old, new, TODAY), *compare(new, old, TODAY)):
            seen |= {type(change), type(getattr(change, "how", change))}
    assert seen == _classes_of(kinds.Change) | _classes_of(kinds.ServiceDetail)


def _classes_of(union: UnionType) -> set[type]:
    return set(get_args(union))


def test_a_language_that_the_site_gained_is_told_in_that_one_too() -> None:
    """Its words are no changes: nobody could read them before."""
    text = MINIMAL.replace("name: Kantor}\n", "name: Kantor, languages: [id]}\n", 1)
    old = good(text)
    translated = text.replace("id: kantor, name: Kantor", "id: kantor, name: {id: Kantor, en: Office}")
    new = good(translated.replace("[id]", "[id, en]"))
    told = compare(old, new, TODAY)
    assert sentences(told, old, new, ENGLISH) == ["This site is now also in English."]
    assert sentences(told, old, new, INDONESIAN) == ["Situs ini sekarang juga dalam bahasa Inggris."]
    back = compare(new, old, TODAY)
    assert sentences(back, new, old, INDONESIAN) == ["Situs ini tidak lagi dalam bahasa Inggris."]


@FEW
@given(one=mutants(), other=mutants(), code=st.sampled_from(["id", "en"]), chance=chances())
def test_a_sentence_for_each_change_whatever_it_is(
    one: tuple[str, Directory], other: tuple[str, Directory], code: str, chance: Random
) -> None:
    """On a line of its own, to its full stop, wherever the file breaks its lines."""
    old, new = one[1], good(dumped(rewrapped(tree(other[0]), chance)))
    told = compare(old, new, TODAY)
    said = sentences(told, old, new, language(code))
    assert len(said) == len(told)
    assert all(sentence.endswith(".") and sentence == " ".join(sentence.split()) for sentence in said)


@given(pair=office_pairs(), today=DATES)
def test_all_that_hours_can_be_is_said(pair: tuple[Directory, Directory], today: Any) -> None:
    """Unknown, by appointment, past midnight, on holidays: there are words for it."""
    told = compare(*pair, today)
    assert len(sentences(told, *pair, ENGLISH)) == len(told)


def test_a_number_of_fifty_services_is_one_sentence() -> None:
    """What changed once is told once."""
    services = [f"{{id: s-{number}, organization: kantor, name: S {number}, channels: [t]}}" for number in range(50)]
    text = f"{MINIMAL}channels: [{{id: t, type: phone, number: (0343) 410 188}}]\nservices: [{', '.join(services)}]\n"
    old, new = good(text), good(text.replace("410 188", "410 189"))
    told = diff(old, new, TODAY, 60, INDONESIAN)
    assert told.count("- Telepon untuk Kantor: nomornya sekarang (0343) 410189, sebelumnya (0343) 410188.\n") == 1


def test_two_channels_of_one_name_are_named_once() -> None:
    """Nobody reads `Telepon dan Telepon`."""
    channels = (
        "channels: [{id: a, type: phone, number: (0343) 410 188}, {id: b, type: phone, number: (0343) 410 188}]\n"
    )
    old, new = good(MINIMAL + channels), good(MINIMAL + channels.replace("188", "189"))
    said = sentences(compare(old, new, TODAY), old, new, INDONESIAN)
    assert said == ["Telepon: nomornya sekarang (0343) 410189, sebelumnya (0343) 410188."]


def test_days_that_follow_one_another_are_a_period() -> None:
    """And the others stand by themselves."""
    days = tuple(TODAY + timedelta(days=number) for number in (0, 1, 2, 5))
    change = kinds.DatesChanged((edited().channels["loket-bkd"],), days, (), (kinds.Stint(0, 1440, State.OPEN),))
    (said,) = sentences([change], edited(), edited(), INDONESIAN)
    assert said == "Loket Kantor Pajak Daerah, 24 – 26 Maret 2020 dan 29 Maret 2020: sepanjang hari, sebelumnya tutup."


def test_of_many_services_the_first_are_named() -> None:
    """And how many others there are."""
    services = [f"{{id: s-{number}, organization: kantor, name: S{number}, channels: [t]}}" for number in range(10)]
    text = f"{MINIMAL}channels: [{{id: t, type: web, url: 'https://a.example'}}]\nservices: [{', '.join(services)}]\n"
    new = good(text.replace("channels: [t]", "channels: [t], payment: Tunai"))
    (said,) = sentences(compare(good(text), new, TODAY), good(text), new, INDONESIAN)
    assert said == "S0, S1, S2, S3, S4, S5 dan 4 lainnya: ada perubahan pada bagian “Cara membayar”."


def test_an_address_that_became_private_is_told_no_more() -> None:
    """The public mailbox of yesterday is a desk's today: its address is in no sentence."""
    edits = (("address: pajak@pasuruan.example", "address: bkd@pasuruan.example"), ("to: [pbb@", "to: [PAJAK@"))
    old = edited(("address: pajak@pasuruan.example", "address: Pajak@pasuruan.example"))
    told = diff(old, edited(*edits), TODAY, 60, INDONESIAN)
    assert ": alamatnya sekarang bkd@pasuruan.example, sebelumnya [alamat surel].\n" in told
    assert "pajak@pasuruan.example" not in told.casefold()


def test_what_only_staff_see_is_silent() -> None:
    """Mailboxes, fallbacks, the form's rules, keywords, and the first words of a chat."""
    edits = (
        ("to: [pbb@pasuruan.example]", "to: [lain@pasuruan.example]"),
        ("digest_to: umum@", "digest_to: lain@"),
        ("keywords: [PBB, SPPT, tanah, bangunan]", "keywords: [PBB]"),
        (
            "[jht@pasuruan.example], schedule: jam-bpjs, fallback: meja-bpjs,",
            "[jht@pasuruan.example], schedule: jam-bpjs,",
        ),
        (
            'id: "Halo, saya ingin bertanya tentang BPHTB.", en: "Hello, I have a question about BPHTB."}\n  - {',
            "en: Hi}\n  - {",
        ),
    )
    assert diff(edited(), edited(*edits), TODAY, 60, INDONESIAN) == "Tidak ada perubahan yang terlihat oleh warga."


def test_the_answer_has_a_list_for_each_language_and_then_the_draft() -> None:
    """Under the language's own name, and under a line that says where the draft goes."""
    told = diff(edited(), edited(NUMBER), TODAY, 60, ENGLISH).split("\n\n")
    assert [part.splitlines()[0] for part in told] == [
        "Bahasa Indonesia",
        "English",
        "Draft of a notice, to be pasted under 'notices:' (read it first):",
    ]
    assert told[1].splitlines()[1:] == [
        "- WhatsApp for Land and building tax (PBB-P2): the number is now 0811-3006-0440, previously 0812-3006-0440."
    ]


def test_what_has_a_page_of_its_own_needs_no_draft() -> None:
    """Publishing a closure is itself the notice."""
    told = diff(edited(), edited(LONGER), TODAY, 60, INDONESIAN)
    assert told.endswith("\n\nSemua perubahan ini sudah punya halaman pengumuman sendiri, jadi tidak perlu draf.")
    assert "  - id:" not in told


def test_days_are_bounded() -> None:
    """As they are for `hours`."""
    for days in (-1, 367):
        with pytest.raises(WrongArgumentError, match="days"):
            diff(edited(), edited(NUMBER), TODAY, days, INDONESIAN)


def test_the_command_answers_on_stdout(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit 0 whether anything changed or not; `--now` says from when on."""
    old, new = tmp_path / "old.yml", tmp_path / "new.yml"
    old.write_text(CONTACTS, encoding="utf-8")
    new.write_text(edited_text(LONGER), encoding="utf-8")
    assert main(["diff", str(old), str(new), "--now", "2020-03-24T10:00"]) == 0
    assert "- Diperpanjang: Loket Kantor Pajak Daerah tutup 23 Maret – 19 April 2020" in capsys.readouterr().out
    assert main(["diff", str(old), str(new), "--now", "2020-04-20", "--lang", "en"]) == 0
    assert capsys.readouterr() == ("There is no change that a citizen would notice.\n", "")


def test_the_problems_of_both_files_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit 1, each with its file, and nothing on stdout."""
    old, new = tmp_path / "old.yml", tmp_path / "new.yml"
    old.write_text(MINIMAL + "warna: biru\n", encoding="utf-8")
    new.write_text(MINIMAL + "suara: keras\n", encoding="utf-8")
    assert main(["diff", str(old), str(new)]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert [line.split(":")[0] for line in told.err.splitlines()[:2]] == [str(new), str(old)]


def test_of_a_file_that_can_be_used_no_warning_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Only what keeps the two from being compared, whichever of them it is in."""
    good_one, bad = tmp_path / "good.yml", tmp_path / "bad.yml"
    good_one.write_text(MINIMAL + "schedules: [{id: jam}]\n", encoding="utf-8")
    bad.write_text(MINIMAL + "suara: keras\n", encoding="utf-8")
    assert reading(good_one.read_text(encoding="utf-8")).problems
    for files in ((good_one, bad), (bad, good_one)):
        assert main(["diff", *map(str, files)]) == 1
        assert [line.split(":")[0] for line in capsys.readouterr().err.splitlines()[:-1]] == [str(bad)]
