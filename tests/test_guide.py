"""The guide for staff: every example in it is followed, every message compared, every command read as it is typed.

Where an example or a message changes, docs/panduan-petugas.md has to change with it.
"""

import re
import shlex
import shutil
import subprocess
from itertools import pairwise
from pathlib import Path

import pytest

from generator.__main__ import main
from generator.commands import parser
from generator.directory import State, inspect, language
from generator.directory.values import WEEKDAYS
from generator.schema import schema, schema_as_text
from tests.building import FOUNDING_DAY, clock_on, reading
from tests.guide import (
    ANSWER,
    COMMANDS,
    CONTACTS,
    GUIDE,
    PICTURE,
    RIGHT,
    WRONG,
    Block,
    Row,
    blocks,
    follow,
    mistype,
    rows,
)
from tests.guide_claims import CLAIMS, Claim

TEXT = GUIDE.read_text(encoding="utf-8")
BLOCKS = blocks(TEXT)
ROWS = rows(TEXT)
TODAY = ["--now", FOUNDING_DAY.isoformat()]
CHECK = ["check", *TODAY, "--site-dir", "none"]
ONLY_TELLS = {"check": CHECK[1:], "diff": TODAY, "hours": [], "route": [], "holidays": [], "schema": []}
"""Commands that change nothing, with what makes their answer the one of the guide's day."""
NEW_RECORDS = [
    "4. Mengumumkan penutupan",
    "Jam Ramadan",
    "Buka tambahan, atau hanya dengan janji temu",
    "6. Hari libur dan cuti bersama",
    "Layanan baru",
    "8. Pengumuman lain",
]
"""Headings of the examples that add records and change none."""


def examples() -> dict[str, list[Block]]:
    """By heading, the blocks that a clerk follows together."""
    found: dict[str, list[Block]] = {}
    for block in BLOCKS:
        if block.kind == RIGHT or block.file:
            found.setdefault(block.heading, []).append(block)
    return found


def mistakes() -> list[tuple[Block, Block]]:
    """Each wrong block with the one that holds its message."""
    return [(block, after) for block, after in pairwise(BLOCKS) if block.kind == WRONG]


def rule_of(message: Block) -> str:
    return message.text.partition("[")[2].partition("]")[0]


def test_every_block_is_of_a_kind_that_is_tested() -> None:
    """Nobody adds an example that no test here follows, by a new kind of block or by indenting one."""
    kinds = {block.kind for block in BLOCKS if not block.file}
    assert kinds == {RIGHT, WRONG, ANSWER, COMMANDS, PICTURE}
    assert sum("```" in line or "~~~" in line for line in TEXT.splitlines()) == 2 * len(BLOCKS)
    assert {before.kind for before, block in pairwise(BLOCKS) if block.kind == ANSWER} == {WRONG, COMMANDS}


def test_every_row_of_a_table_is_tested() -> None:
    """A row that is written in another way than the others is found here; two lines are the table's head."""
    assert len(ROWS) == sum(line.startswith("|") for line in TEXT.splitlines()) - 2


@pytest.mark.parametrize("heading", examples())
def test_an_example_passes(heading: str, tmp_path: Path) -> None:
    """Whoever follows it is told of no error and no warning."""
    found = inspect(follow(tmp_path, examples()[heading]), clock=clock_on(FOUNDING_DAY.date()))
    assert found.problems == ()


@pytest.mark.parametrize("heading", NEW_RECORDS)
def test_a_new_record_can_be_pasted_as_it_stands(heading: str) -> None:
    """Under the name of its section, or at the end of the file where there is no such section."""
    text, (example,) = CONTACTS.read_text(encoding="utf-8"), examples()[heading]
    section, _, records = example.text.partition("\n")
    has_it = f"\n{section}\n" in text
    pasted = text.replace(f"\n{section}\n", f"\n{section}\n{records}") if has_it else text + example.text
    assert reading(pasted, FOUNDING_DAY.date()).problems == ()


@pytest.mark.parametrize(
    ("heading", "claim"),
    [
        pytest.param(heading, claim, id=f"{heading}: {claim.__name__}")
        for heading in CLAIMS
        for claim in CLAIMS[heading]
    ],
)
def test_an_example_does_what_the_guide_says(heading: str, claim: Claim, tmp_path: Path) -> None:
    """The engine of hours, the pages and the routing of letters agree with the text around the example."""
    directory = inspect(follow(tmp_path, examples()[heading])).directory
    assert directory is not None
    claim(directory)


def test_every_example_has_a_claim() -> None:
    """A recipe says what comes of it; only what mends a mistake is there to pass."""
    assert examples().keys() - {wrong.heading for wrong, _ in mistakes()} == CLAIMS.keys()


@pytest.mark.parametrize(("wrong", "message"), mistakes(), ids=[rule_of(message) for _, message in mistakes()])
def test_a_mistake_is_told_as_in_the_guide(
    wrong: Block, message: Block, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every word, line and column of the answer, with lines counted from the top of the example."""
    mistype(tmp_path, wrong.text)
    monkeypatch.chdir(tmp_path)
    main(CHECK)
    assert capsys.readouterr().out == message.text


@pytest.mark.parametrize("row", ROWS, ids=[row.wrong for row in ROWS])
def test_a_slip_is_told_as_in_the_table(row: Row, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The right example above the table, with one part of it wrong, is told by just these words."""
    right = examples()[row.heading][-1].text
    assert right.count(row.right) == 1
    path = mistype(tmp_path, right.replace(row.right, row.wrong))
    main([*CHECK, "--contacts", str(path)])
    *told, _count = capsys.readouterr().out.splitlines()
    assert [line.partition(": ")[2] for line in told] == row.told


@pytest.mark.parametrize(
    "line", [line for block in BLOCKS if block.kind == COMMANDS for line in block.text.splitlines()]
)
def test_a_command_can_be_typed(line: str) -> None:
    """The parser knows each word and option of it."""
    match shlex.split(line, comments=True):
        case [".venv/bin/python", "-m", "generator", *arguments]:
            assert parser().parse_args(arguments)
        case words:
            assert words[0] in {"cp", "mkdir"}


@pytest.mark.parametrize("index", [index for index, block in enumerate(BLOCKS) if block.kind == COMMANDS])
def test_commands_answer_as_in_the_guide(
    index: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each is run where a clerk stands, after the example above it, unless it would publish or never end."""
    before = [block for block in BLOCKS[:index] if block.heading == BLOCKS[index].heading]
    follow(tmp_path, [block for block in before if block.kind == RIGHT or block.file])
    shutil.copy(CONTACTS, tmp_path / "contacts-lama.yml")
    monkeypatch.chdir(tmp_path)
    for line in BLOCKS[index].text.splitlines():
        run(shlex.split(line, comments=True))
    answers = [block.text for block in BLOCKS[index + 1 : index + 2] if block.kind == ANSWER]
    assert answers in ([], [capsys.readouterr().out])


def run(words: list[str]) -> None:
    match words:
        case ["mkdir", "-p", folder]:
            Path(folder).mkdir(parents=True, exist_ok=True)
        case ["cp", "-r", *names, folder]:
            subprocess.run(["cp", "-r", *names, folder], check=True)
        case ["cp", old, new]:
            shutil.copy(old, new)
        case [_, _, _, command, *arguments] if command in ONLY_TELLS:
            assert main([command, *arguments, *ONLY_TELLS[command]]) == 0


def test_the_picture_names_commands() -> None:
    """From the file to the site, by commands that there are."""
    for picture in (block.text for block in BLOCKS if block.kind == PICTURE):
        first, *steps, last = (step.strip() for step in picture.splitlines()[0].split("──►"))
        assert (first, last) == (CONTACTS.name, "situs")
        assert [parser().parse_args([step]).contacts for step in steps] == [Path(CONTACTS.name)] * 3


def prose() -> str:
    """The guide without its blocks and tables."""
    return re.sub(r"^(```(?s:.*?)^```|\|.*)$", "", TEXT, flags=re.MULTILINE)


@pytest.mark.parametrize("quoted", sorted(set(re.findall(r"“([^”]+)”", prose()))))
def test_what_the_site_and_the_program_say_is_quoted_rightly(quoted: str) -> None:
    """Whoever looks for these words finds them."""
    assert any(quoted in words for words in language("id").words.values())


@pytest.mark.parametrize("word", sorted(set(re.findall(r"`([A-Za-z_]+)(?:`|: )", prose())) - {"nama"}))
def test_a_word_of_the_file_is_one_that_it_knows(word: str) -> None:
    """Keys, sections, choices and weekdays stand in the published schema; other words are commands or states."""
    known = {*ONLY_TELLS, "build", "preview", *(state.value for state in State)}
    assert word in known or f'"{word}"' in schema_as_text(schema(language("id"), ["id", "en"])) or word in WEEKDAYS


@pytest.mark.parametrize("link", sorted(set(re.findall(r"\]\(([^)]+)\)", TEXT))))
def test_a_link_leads_somewhere(link: str) -> None:
    """To a file of the project, and to a heading in it."""
    file, _, anchor = link.partition("#")
    target = (GUIDE.parent / file).resolve() if file else GUIDE
    headings = re.findall(r"^#+ (.+)$", target.read_text(encoding="utf-8"), re.MULTILINE)
    assert anchor in {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}
