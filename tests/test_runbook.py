"""The runbook: the same in both languages, and nothing named in it that is not there.

Where a command, a setting, a unit or a message changes, docs/runbook.md and docs/panduan-operasi.md change with it.
"""

import re
from itertools import chain
from pathlib import Path

import pytest

from form_api.__main__ import _parser as form_parser
from form_api.settings import SETTINGS
from generator.commands import parser as generator_parser
from generator.directory import language
from generator.schema import schema, schema_as_text
from tests.building import ROOT
from tests.runbook import BOTH, ENGLISH, INDONESIAN, commands, folders, in_the_clone, named, sections, words_of

TEXTS = {path.name: path.read_text(encoding="utf-8") for path in BOTH}
LINES = list(dict.fromkeys(chain.from_iterable(map(commands, TEXTS.values()))))
NAMES = sorted(set(chain.from_iterable(map(named, TEXTS.values()))))
CODE = "\n".join(
    path.read_text(encoding="utf-8") for room in ("form_api", "generator") for path in (ROOT / room).rglob("*.py")
)
KEYS = schema_as_text(schema(language("id"), ["id", "en"]))
OTHER_PROGRAMS = {"alias", "apt-get", "cp", "curl", "df", "du", "git", "grep", "install", "journalctl", "ls", "openssl"}
OTHER_PROGRAMS |= {"mv", "tar", "useradd"}
"""Programs of the machine, whose options are not ours to know."""
STEPS = {ENGLISH: ["You see", "Do", "It is well when"], INDONESIAN: ["Tandanya", "Lakukan", "Beres bila"]}


def test_both_languages_have_the_same_sections() -> None:
    """By number, each with the same commands in the same order."""
    english, indonesian = map(sections, BOTH)
    assert [section.number for section in english] == list(range(1, 12))
    assert [commands(one.text) for one in english] == [commands(one.text) for one in indonesian]
    assert [(one.number, len(one.steps)) for one in english] == [(one.number, len(one.steps)) for one in indonesian]


@pytest.mark.parametrize("path", BOTH, ids=lambda path: path.name)
def test_each_section_has_its_three_parts(path: Path) -> None:
    """What one sees, what to do, and how to know that it is well again."""
    for section in sections(path):
        assert [step for step in section.steps if step in STEPS[path]] == STEPS[path], section.heading


@pytest.mark.parametrize("line", LINES)
def test_a_command_can_be_typed(line: str) -> None:
    """Ours are read by their own parsers; a target is in the Makefile, a unit in deploy/."""
    match words_of(line):
        case ["loket", "generator", *arguments]:
            assert generator_parser().parse_args(arguments)
        case ["loket", "form_api", command, *arguments]:
            assert form_parser().parse_args([command, *arguments])
        case ["make", "-C", "/opt/loket", target]:
            assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
        case ["systemctl", *words]:
            assert [word for word in words if "." in word and not is_unit(word)] == []
        case words:
            assert words[0] in OTHER_PROGRAMS


def is_unit(word: str) -> bool:
    """A file under deploy/, by its name; `loket-failed@UNIT.service` is made from a template."""
    template = re.sub(r"@.+(?=\.service$)", "@", word)
    return bool(list((ROOT / "deploy").rglob(Path(template).name)))


def test_every_unit_in_a_command_is_there() -> None:
    """Wherever it stands, as after `journalctl -u`."""
    units = set(re.findall(r"\b[a-z-]+(?:@[a-z.-]*)?\.(?:service|timer)\b", "\n".join(TEXTS.values())))
    assert [unit for unit in units if not is_unit(unit)] == []


def is_known(name: str) -> bool:
    """A setting, a key of contacts.yml, a file, an address of the service, or what the programs say of themselves."""
    known = {setting.name for setting in SETTINGS} | {"root", "REF", "key", "scp", "K7M4-PX9R", "history.json"}
    if name in known or is_unit(name) or f'"{name}"' in KEYS or (ROOT / name).exists():
        return True
    if name.startswith("/"):
        return f'"{name}"' in CODE or is_in_deploy(name.removesuffix("/var"))
    if name.split(maxsplit=1)[0] in OTHER_PROGRAMS | {"make"}:
        return True
    return is_in_deploy(f"/etc/loket/{name}") or all(word in CODE for word in re.findall(r"[A-Za-z0-9_-]+", name))


def is_in_deploy(text: str) -> bool:
    """Whether a file under deploy/ says it."""
    files = [path for path in (ROOT / "deploy").rglob("*") if path.is_file()]
    return any(text in path.read_text(encoding="utf-8") for path in files)


@pytest.mark.parametrize("file", sorted(in_the_clone("".join(TEXTS.values()))))
def test_a_file_of_the_project_is_there(file: str) -> None:
    """What a command copies or runs from the clone."""
    assert list(ROOT.glob(file))


@pytest.mark.parametrize("folder", sorted(folders("".join(TEXTS.values()))))
def test_our_folders_are_those_of_deploy(folder: str) -> None:
    """What is installed by deploy/ lies where the runbook looks for it."""
    assert is_in_deploy(folder)


@pytest.mark.parametrize("name", NAMES)
def test_what_is_named_is_there(name: str) -> None:
    """Whoever looks for it finds it."""
    assert is_known(name)


@pytest.mark.parametrize("text", TEXTS.values(), ids=list(TEXTS))
def test_every_setting_that_is_named_exists(text: str) -> None:
    """None is left over from an older version."""
    assert set(re.findall(r"FORM_API_[A-Z_]+", text)) <= {setting.name for setting in SETTINGS}


def test_what_the_digest_says_is_quoted_rightly() -> None:
    """An operator searches for these very words."""
    for text in TEXTS.values():
        for quoted in re.findall(r'"([A-Z][^"`:]{12,})"', text):
            assert any(said.startswith(quoted) for said in language("id").words.values())


@pytest.mark.parametrize("text", TEXTS.values(), ids=list(TEXTS))
def test_a_link_leads_to_a_file(text: str) -> None:
    """The two name each other, and the guide for staff."""
    links = re.findall(r"\]\(([^)#]+)\)", text)
    assert [link for link in links if not (ENGLISH.parent / link).exists()] == []
    assert "panduan-petugas.md" in links


def test_the_notice_of_a_breach_holds_what_the_law_wants() -> None:
    """Source: UU 27/2022, article 46, paragraphs 1 and 2, read 2026-11-25: three points, within 3 x 24 hours."""
    for path in BOTH:
        notice = sections(path)[7].text.split("**")[-4:]
        assert len(re.findall(r"^- ", "".join(notice), re.MULTILINE)) == 3
        assert "3 x 24" in sections(path)[7].text
