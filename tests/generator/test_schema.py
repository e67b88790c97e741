"""What editors check by: it refuses nothing that the reader accepts, and each fault of shape that a schema can tell.

`ACCEPT=1 python -m pytest tests/generator/test_schema.py` writes the published files anew, to be read as a diff.
"""

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from jsonschema import Draft7Validator

from generator.__main__ import main
from generator.directory import available_languages, inspect, language
from generator.directory.files import files_of
from generator.schema import schema, schema_as_text
from tests.building import MINIMAL, ROOT, reading
from tests.generator.editors import complaints, validator
from tests.generator.good_files import Tree, as_yaml, good_files
from tests.generator.spoiled_files import spoiled_files
from tests.generator.test_broken import BROKEN

ENGLISH = language("en")
BEYOND = {
    "dash-missing": "that a key stands twice",
    "date-missing": "how long a month is",
    "duplicate-id": "two values apart",
    "interval-order": "which of two times is later",
    "interval-overlap": "two values apart",
    "language-unlisted": "which languages the site names elsewhere",
    "listed-twice": "01 and 1 are two texts, and one number",
    "period-order": "two values apart",
    "phone": "which numbers are in use",
    "timezone": "which zones the machine knows",
    "weekday-twice": "two keys apart",
}
"""The rules of shape that no schema can tell, and what it would have to know."""
TOLD_IN_PART = {"url": "ports above 65535", "language-code": "which languages there are"}
as_found = settings(phases=[Phase.explicit, Phase.reuse, Phase.generate])
"""A smaller file would tell no more than the complaint does, and is long in the finding."""


def rules_of_shape() -> set[str]:
    """What may be wrong with one value or one record, as its rules are named where it is read."""
    code = "".join(
        (ROOT / "generator/directory" / name).read_text(encoding="utf-8") for name in ("shape.py", "values.py")
    )
    known = {key.removeprefix("problems.") for key in ENGLISH.words if key.startswith("problems.")}
    return {rule for rule in known if f'"{rule}"' in code}


def errors(text: str) -> set[str]:
    return {problem.rule for problem in reading(text).problems if problem.severity == "error"}


@pytest.mark.parametrize("part", [False, True])
def test_the_published_form_is_the_commands_own(part: bool, capsys: pytest.CaptureFixture[str]) -> None:
    """The files that editors fetch from the repository are what the command prints."""
    assert main(["schema", "--part"] if part else ["schema"]) == 0
    printed, said = capsys.readouterr()
    published = ROOT / ("contacts.part.schema.json" if part else "contacts.schema.json")
    if "ACCEPT" in os.environ:
        published.write_text(printed, encoding="utf-8")
    assert printed == published.read_text(encoding="utf-8"), "run `make accept` and read the diff"
    assert said == ""


def test_the_directory_names_the_form_that_editors_check_it_by() -> None:
    """The first line leads every editor to the published form, from wherever the repository lies."""
    first = (ROOT / "contacts.yml").read_text(encoding="utf-8").splitlines()[0]
    named = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", first)
    assert named is not None
    assert (ROOT / named[1]).is_file()


@pytest.mark.parametrize("part", [False, True])
def test_the_form_is_in_the_dialect_of_editors(part: bool) -> None:
    """Draft-07, without a word of later ones."""
    found = schema(ENGLISH, available_languages(), part=part)
    Draft7Validator.check_schema(found)
    later = {"$defs", "prefixItems", "unevaluatedProperties", "dependentRequired", "dependentSchemas", "$anchor"}
    assert later & set(re.findall(r'"([^"]+)": ', schema_as_text(found))) == set()
    assert found["$schema"] == "http://json-schema.org/draft-07/schema#"


def everything_said(node: Any, key: str) -> set[str]:
    """What stands under `key`, anywhere in a schema."""
    parts = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    here = {node[key]} if isinstance(node, dict) and isinstance(node.get(key), str) else set()
    return here.union(*(everything_said(part, key) for part in parts))


@pytest.mark.parametrize("code", available_languages())
def test_every_key_is_explained(code: str) -> None:
    """Each key and each record of the model has words in every language, and no word is left over."""
    words = language(code)
    found = schema(words, available_languages())
    for section, key in (("keys", "description"), ("records", "title")):
        told = {said for name, said in words.words.items() if name.startswith(f"{section}.")}
        assert everything_said(found, key) == told
    for record in found["definitions"].values():
        assert all("description" in value for key, value in _keys(record) if key != "type")


def _keys(record: dict[str, Any]) -> list[tuple[str, Any]]:
    return list(record.get("properties", {}).items()) if "title" in record else []


def test_words_that_explain_keys_are_no_words_twice() -> None:
    """A word of its own for one record differs from the word for all: else it would be left over unseen."""
    told = [key for key in ENGLISH.words if key.startswith("keys.") and "-" in key]
    assert [key for key in told if ENGLISH.words.get(f"keys.{key.partition('-')[2]}") == ENGLISH.words[key]] == []


def test_defaults_and_examples_are_good_themselves() -> None:
    """What an editor proposes is never underlined."""
    whole = validator().schema
    assert isinstance(whole, dict)
    records = {"": whole, **whole["definitions"]}
    proposed = [value for record in records.values() for _, value in _keys(record) if "default" in value]
    proposed += [value for value in whole["definitions"].values() if "examples" in value]
    for value in proposed:
        judge = Draft7Validator(value | {"definitions": whole["definitions"]})
        assert all(judge.is_valid(shown) for shown in [value.get("default"), *value.get("examples", [])] if shown)
    assert len(proposed) > 10


MAIN_FILES = [ROOT / "contacts.yml", *sorted(ROOT.glob("tests/**/contacts.yml"))]


@pytest.mark.parametrize("path", MAIN_FILES, ids=lambda path: str(path.relative_to(ROOT).parent))
def test_a_file_that_is_read_is_a_file_that_fits(path: Path) -> None:
    """Whichever of the project's own files the reader accepts, no editor underlines, nor what it includes."""
    if inspect(path).directory is not None:
        main_file, *parts = [file.read_text(encoding="utf-8") for file in files_of(path)]
        assert complaints(main_file) == []
        assert [complaints(text, part=True) for text in parts] == [[] for _ in parts]


@as_found
@given(tree=good_files())
def test_what_the_reader_accepts_fits(tree: Tree) -> None:
    """However oddly staff spell what they may, no editor underlines it. Every file that is drawn is a good one."""
    text = as_yaml(tree)
    assert errors(text) == set()
    assert complaints(text) == []


@as_found
@given(texts=spoiled_files(with_plain_scalars=True))
def test_what_does_not_fit_is_refused_by_the_reader_too(texts: list[str]) -> None:
    """After any slip: where an editor underlines something, `check` has something to tell."""
    for text in texts:
        assert complaints(text) == [] or errors(text) != set(), text


@as_found
@given(texts=spoiled_files())
def test_a_fault_of_shape_is_underlined(texts: list[str]) -> None:
    """Where the reader tells a fault of shape that a schema can tell, an editor underlines something."""
    for text in texts:
        told = errors(text) & rules_of_shape() - BEYOND.keys() - TOLD_IN_PART.keys()
        assert told == set() or complaints(text) != [], (told, text)


@pytest.mark.parametrize("nothing", ["~", "null", "''", "' '", ""])
@pytest.mark.parametrize(
    "line", ["categories: %s", "categories: [{id: a, name: %s}]", "categories: [{id: a, name: {id: %s}}]",
             "schedules: [{id: a, regular: {Mo: %s}}]", "calendar: [{date: %s, kind: holiday, name: A}]"],
)  # fmt: skip
def test_nothing_is_refused_wherever_it_stands(line: str, nothing: str) -> None:
    """A value that was left out is told by both, in quotation marks too."""
    text = f"{MINIMAL}{line % nothing}\n"
    assert errors(text) != set()
    assert complaints(text) != []


def test_what_a_schema_can_not_tell_is_listed() -> None:
    """Each rule of shape has a file that breaks it, which an editor underlines unless the rule is beyond a schema."""
    files = {rule: (BROKEN / rule / "contacts.yml").read_text(encoding="utf-8") for rule in rules_of_shape()}
    assert {rule for rule, text in files.items() if complaints(text) == []} == BEYOND.keys()
    assert TOLD_IN_PART.keys() <= files.keys()


@pytest.mark.parametrize(
    "folder", ["desk-without-mailbox", "empty-languages", "service-unreachable", "stays-open-empty"]
)
def test_a_list_that_must_hold_something_is_underlined_while_it_is_empty(folder: str) -> None:
    """The model says which lists these are; `check` tells in its own words what each is for."""
    text = (ROOT / "tests/broken" / folder / "contacts.yml").read_text(encoding="utf-8")
    told = [complaint for complaint in complaints(text) if "non-empty" in complaint or "[] is too short" in complaint]
    assert told != []


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("version: 1\n", False),
        ("site: {url: https://kantor.example, name: Kantor}\n", False),
        ("organizations: [{id: kantor, name: Kantor}]\n", False),
        (MINIMAL, True),
        ("include: [contacts.d/*.yml]\n", True),
        (f"{MINIMAL}include: [contacts.d/*.yml]\n", True),
        (f"{MINIMAL}include: contacts.d/*.yml\n", False),
        (f"{MINIMAL}include: [../x.yml]\n", False),
    ],
)
def test_a_main_file_has_what_it_does_not_include(text: str, fits: bool) -> None:
    """A file alone has site and offices; one that includes others may leave them there."""
    assert (complaints(text) == []) == fits


@pytest.mark.parametrize(
    ("text", "fits"),
    [("{}", True), ("version: 1\n", True), (MINIMAL, True), ("desks: []\n", True), ("include: []\n", False),
     ("warna: biru\n", False), ("desks: [{id: a}]\n", False)],
)  # fmt: skip
def test_a_part_needs_no_section(text: str, fits: bool) -> None:
    """An included file has any of the sections, each as in the main file, and includes nothing itself."""
    assert (complaints(text, part=True) == []) == fits


def test_a_fault_of_a_channel_is_told_for_its_own_type() -> None:
    """Nobody who wrote a telephone is asked for a location."""
    told = complaints(f"{MINIMAL}channels: [{{id: a, type: phone, location: b}}]\n")
    assert [line.partition(": ")[2].partition(" ")[0] for line in told] == ["'number'", "Additional"]


def test_the_words_are_in_the_language_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    """Indonesian first, English with `--lang en`: what a key means, and the message of what `check` would tell."""
    shown = []
    for arguments in (["schema"], ["schema", "--lang", "en"]):
        main(arguments)
        found = json.loads(capsys.readouterr().out)
        shown.append((found["properties"]["closures"]["description"], found["definitions"]["Slug"]["errorMessage"]))
    for code, (about, message) in zip(("id", "en"), shown, strict=True):
        assert about == language(code)("keys.closures")
        assert message == language(code)("problems.slug", quote="…")
