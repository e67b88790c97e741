"""The draft of `diff`: a notice that can be pasted as it is, and that says what no other notice says."""

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from generator.answers.diff.draft import LONGEST_TITLE, draft
from generator.answers.diff.sentences import sentences
from generator.changes import compare
from generator.directory import language
from tests.building import MINIMAL, good, reading
from tests.generator.changes.versions import TODAY, Edit, edited, edited_text, with_records

NUMBER = ("number: 0812-3006-0440", "number: 0811-3006-0440")
LONGER = ("until: 2020-04-05", "until: 2020-04-19")
FEE = ("desk: meja-bphtb\n", "desk: meja-bphtb\n    cost_options: [{option: {id: cetak, en: print}, amount: 5000}]\n")
REPLY = ("meja-umum, reply_within: 2 working days}\n  - {id: meja-bphtb", "meja-umum}\n  - {id: meja-bphtb")
HOSTILE = [
    *("a: b", "- a", "#a", "a #b", "'", '"', "{a", "]", "@a", "%a", "|", ">", "~", "? a", "&a", "*a", "!a", "\\n"),
    *("null", "ya", "1e3", "08:00", "2020-03-24", "😷", "\ufeffa", "\u200ea", "a\u2028b", "…", "x" * 300, "- " * 90),
]
STRANGE = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn"]), min_size=1, max_size=60),
).filter(str.strip)


def drafted(*edits: Edit) -> dict[str, Any]:
    """The draft that these edits of the project's file make, as plain data."""
    old, new = edited(), edited(*edits)
    (notice,) = yaml.safe_load(draft(compare(old, new, TODAY), old, new, TODAY))
    assert isinstance(notice, dict)
    return notice


def test_the_draft_as_it_is_printed() -> None:
    """Indented for the section, lists and texts as the rest of the file has them."""
    old, new = edited(), edited(NUMBER, FEE)
    assert (
        draft(compare(old, new, TODAY), old, new, TODAY)
        == """\
  - id: perubahan-2020-03-24
    level: minor
    posted: 2020-03-24
    services:
      - pbb-p2
      - bphtb
    title:
      id: Perubahan layanan per 24 Maret 2020
      en: Changes as of 24 March 2020
    text:
      id: |-
        WhatsApp untuk Pajak Bumi dan Bangunan (PBB-P2): nomornya sekarang 0811-3006-0440, sebelumnya 0812-3006-0440.
        Bea Perolehan Hak atas Tanah dan Bangunan (BPHTB): biaya baru cetak: Rp5.000.
      en: |-
        WhatsApp for Land and building tax (PBB-P2): the number is now 0811-3006-0440, previously 0812-3006-0440.
        Duty on the acquisition of land and building rights (BPHTB): new fee for print: IDR5,000.
"""
    )


@given(names=st.lists(STRANGE, min_size=1, max_size=4), plain=st.booleans())
def test_a_pasted_draft_is_read_without_a_problem(names: list[str], plain: bool) -> None:
    """Whatever stands in names and texts, the words that come back are those of the sentences."""
    text = _strange(names, plain)
    old, new = good(_strange(names[1:], plain)), good(text)
    changes = compare(old, new, TODAY)
    found = reading(f"{text}notices:\n{draft(changes, old, new, TODAY)}")
    assert found.directory is not None, found.problems
    (notice,) = found.directory.notices.values()
    said = {code: sentences(changes, old, new, language(code)) for code in ("id", "en")}
    assert {code: notice.text.say(code) for code in said} == {code: "\n".join(lines) for code, lines in said.items()}
    assert notice.posted == TODAY
    assert {problem.rule for problem in found.problems} <= {problem.rule for problem in reading(text).problems}


def _strange(names: list[str], plain: bool) -> str:
    """An office whose services have these names; `plain`: in no language in particular."""
    site = MINIMAL.replace("name: Kantor}\n", "name: Kantor, languages: [id, en]}\n", 1)
    named = [name if plain else {"id": name, "en": name[::-1]} for name in names]
    services = [
        {"id": f"s-{number}", "name": name, "organization": "kantor", "channels": ["surel"]}
        for number, name in enumerate(named)
    ]
    rest = {"channels": [{"id": "surel", "type": "email", "address": "surel@kantor.example"}], "services": services}
    return site + yaml.safe_dump(rest, allow_unicode=True)


def test_an_id_that_is_taken_is_numbered() -> None:
    """Closures, special hours and notices share one folder of pages."""
    taken = "id: perubahan-2020-03-24, level: minor, posted: 2020-03-24, title: {id: A, en: A}, text: {id: A, en: A}"
    with_notice = ("closures:\n", f"notices:\n  - {{{taken}}}\n\nclosures:\n")
    as_closure = ("id: bpjs-tutup-2020-03", "id: perubahan-2020-03-24-2")
    hours = "from: 2020-06-01, until: 2020-06-01, channels: [loket-bkd], kind: changed, regular: {Mo: []}"
    as_hours = ("\ndesks:\n", f"\nspecial_hours:\n  - {{id: perubahan-2020-03-24-3, {hours}}}\n\ndesks:\n")
    assert drafted(NUMBER, with_notice)["id"] == "perubahan-2020-03-24-2"
    assert drafted(NUMBER, with_notice, as_closure, as_hours)["id"] == "perubahan-2020-03-24-4"


@pytest.mark.parametrize(
    ("edits", "level"),
    [
        ([NUMBER], "minor"),
        ([("regular: {Mo-Th: [07:30-15:30]", "regular: {Mo-Th: [07:30-15:00]")], "minor"),
        ([("street_address: Jalan Panglima Sudirman", "street_address: Jalan Pahlawan")], "minor"),
        ([FEE], "announcement"),
        ([FEE, LONGER], "minor"),
        ([("desk: meja-bphtb\n", "desk: meja-bphtb\n    status: temporarily_closed\n")], "minor"),
    ],
)
def test_what_sends_people_the_wrong_way_is_more_than_an_announcement(edits: list[Edit], level: str) -> None:
    """Other hours, numbers and places, a suspended service, or a closure beside."""
    assert drafted(*edits)["level"] == level


@pytest.mark.parametrize(
    ("edits", "concerned"),
    [
        ([FEE], {"services": ["bphtb"]}),
        ([("address: pajak@pasuruan.example", "address: bkd@pasuruan.example")], {"organizations": ["bkd"]}),
        ([REPLY], {"services": ["pbb-p2"]}),
        (
            [("id: Badan Keuangan Daerah Kabupaten Pasuruan, en", "id: Badan Pendapatan, en")],
            {"organizations": ["bkd"]},
        ),
        ([("street_address: Jalan Panglima Sudirman", "street_address: Jalan Pahlawan")], {"organizations": ["bkd"]}),
        ([("name: {id: Loket Pasuruan, en", "name: {id: Loket Kita, en")], {}),
        ([with_records("organizations", "{id: baru, name: {id: Dinas Baru, en: New office}}")], {}),
    ],
)
def test_the_notice_stands_where_it_concerns_people(edits: list[Edit], concerned: dict[str, list[str]]) -> None:
    """On the pages of services, or of offices all of whose services are concerned; on none where it concerns none."""
    found = drafted(*edits)
    assert {key: found[key] for key in ("services", "organizations") if key in found} == concerned


def test_very_many_services_are_named_by_their_office() -> None:
    """A list of nine services would be longer than the news."""
    services = [
        f"{{id: s-{number}, organization: kantor, name: S{number}, channels: [{'t' if number else 'u'}]}}"
        for number in range(10)
    ]
    channels = "[{id: t, type: phone, number: (0343) 410 188}, {id: u, type: web, url: 'https://a.example'}]"
    text = f"{MINIMAL}channels: {channels}\nservices: [{', '.join(services)}]\n"
    old, new = good(text), good(text.replace("410 188", "410 189"))
    (notice,) = yaml.safe_load(draft(compare(old, new, TODAY), old, new, TODAY))
    assert notice["organizations"] == ["kantor"]
    assert "services" not in notice


def test_one_change_is_its_own_title() -> None:
    """Without the full stop; several have a title of their own kind."""
    title, text = (drafted(FEE)[key] for key in ("title", "text"))
    assert title["id"] == "Bea Perolehan Hak atas Tanah dan Bangunan (BPHTB): biaya baru cetak: Rp5.000"
    assert {code: f"{words}." for code, words in title.items()} == text
    assert drafted(FEE, NUMBER)["title"]["en"] == "Changes as of 24 March 2020"


@pytest.mark.parametrize("name", ["panjang " * 40, "x" * 300])
def test_a_long_title_is_cut_between_words(name: str) -> None:
    """Where that leaves nothing, it is the title of several changes."""
    new = edited(("name: {id: Pajak daerah lain, en: Other local taxes}", f"name: {{id: {name}, en: Taxes}}"))
    (notice,) = yaml.safe_load(draft(compare(edited(), new, TODAY), edited(), new, TODAY))
    assert len(notice["title"]["id"]) <= LONGEST_TITLE
    assert notice["title"]["id"].endswith(" …") or notice["title"]["id"] == "Perubahan layanan per 24 Maret 2020"


def test_what_is_announced_already_is_not_drafted() -> None:
    """A closure has a page; beside other changes it is left out of the draft."""
    old, new = edited(), edited(LONGER)
    assert draft(compare(old, new, TODAY), old, new, TODAY) == ""
    assert "tutup" not in drafted(FEE, LONGER)["text"]["id"]


def test_a_draft_names_no_desks_mailbox() -> None:
    """An address that the public had and a desk has now would be refused when it is pasted."""
    edits = (("address: pajak@pasuruan.example", "address: bkd@pasuruan.example"), ("to: [pbb@", "to: [pajak@"))
    old, new, text = edited(), edited(*edits), edited_text(*edits)
    notice = draft(compare(old, new, TODAY), old, new, TODAY)
    assert "pajak@" not in notice
    assert reading(f"{text}\nnotices:\n{notice}").problems == ()
