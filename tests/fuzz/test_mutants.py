"""The engine that spoils files: it starts from good ones, reaches all that there is, and repeats itself on demand."""

import dataclasses
from collections.abc import Iterator, Mapping
from datetime import date
from inspect import signature
from pathlib import Path
from random import Random
from types import ModuleType
from typing import Any

import pytest

from generator.directory import Channel, Place, Problem, Reading, Text, inspect, load, model
from generator.directory.fields import fields_of
from generator.published import PublishedRecords
from tests.fuzz import __main__, characters, lines, records, tokens, trials, whole
from tests.fuzz.laws import BrokenLawError, problems_hold
from tests.fuzz.mutants import GOOD, good_directories, mutant, numbered, with_text, written

TEXT_CHANGES = [*characters.CHANGES, *lines.CHANGES, *tokens.CHANGES]


@pytest.mark.parametrize("name", sorted(good_directories()))
def test_what_is_spoiled_was_good(name: str, tmp_path: Path) -> None:
    """A mutant has its own faults and no others, not even a warning that no date calls for."""
    assert inspect(written(good_directories()[name], tmp_path)).problems == ()


def test_the_rich_directory_uses_every_key() -> None:
    """Whoever adds a key to the model adds it to tests/fuzz/good/rich, with another value than its default."""
    told = set(_told_keys(load(GOOD / "rich" / "contacts.yml")))
    kinds = {kind for kind in vars(model).values() if isinstance(kind, type) and dataclasses.is_dataclass(kind)}
    known = {(kind, item.key) for kind in kinds - {Channel, Text} for item in fields_of(kind)}
    assert {f"{kind.__name__}.{key}" for kind, key in known - told} == {"Directory.include", "Directory.version"}


def _told_keys(value: Any) -> Iterator[tuple[type, str]]:
    """Each class of record within, with those of its keys that say something."""
    if isinstance(value, Mapping):
        value = tuple(value.values())
    if isinstance(value, tuple):
        for item in value:
            yield from _told_keys(item)
    elif type(value).__module__ == model.__name__:
        defaults = {item.name: item.default for item in dataclasses.fields(value)}
        kind: type = type(value)
        for item in fields_of(kind):
            told = getattr(value, item.name)
            if told != defaults[item.name] and told not in ((), {}):
                yield kind, item.key
                yield from _told_keys(told)


def test_a_seed_and_a_number_bring_a_mutant_back() -> None:
    """What failed once can be looked at again."""
    assert [numbered(1, number) for number in range(5)] == [numbered(1, number) for number in range(5)]
    assert len({str(numbered(seed, 0).files) for seed in range(5)}) == 5


@pytest.mark.parametrize("change", TEXT_CHANGES, ids=lambda change: f"{change.__module__[11:]}.{change.__name__}")
def test_each_change_spoils_something(change: characters.Change) -> None:
    """Also what is spoiled already, down to nothing at all."""
    good = good_directories()["rich"]["contacts.yml"]
    spoiled = [with_text(good, Random(seed), change) for seed in range(10)]
    assert set(spoiled) != {good}
    for hopeless in (b"", b"\xff", b"[[", b"\n", "\ufeffa: é😀".encode()):
        assert with_text(hopeless, Random(1), change) is not None


@pytest.mark.parametrize("room", [characters, lines, tokens, records, whole], ids=lambda room: room.__name__)
def test_all_changes_are_made(room: ModuleType) -> None:
    """Whoever writes a change lists it, so that mutants have it."""
    public = [value for name, value in vars(room).items() if callable(value) and not name.startswith("_")]
    changes = [value for value in public if value.__module__ == room.__name__ and "random" in _parameters(value)]
    assert set(changes) == set(room.CHANGES)


def _parameters(function: Any) -> tuple[str, ...]:
    return tuple(signature(function).parameters)


@pytest.mark.parametrize(
    ("problem", "law"),
    [
        (Problem(Place("contacts.yml", 4, 2), "tab"), "the line has 0 characters"),
        (Problem(Place("contacts.yml", 1, 12), "tab"), "the line has 10 characters"),
        (Problem(Place("contacts.yml", 1, 0), "tab"), "the line has 10 characters"),
        (Problem(Place("contacts.yml", 5, 1), "tab"), "the file has 4 lines"),
        (Problem(Place("contacts.yml", 0, 1), "tab"), "the file has 4 lines"),
        (Problem(Place("other.yml", 1, 1), "tab"), "no such file"),
        (Problem(Place("contacts.yml", 1, 1), "alias", details={"quote": "a\u2028b"}), "is no line"),
        (Problem(Place("contacts.yml", 1, 1), "alias", details={"quote": "a" * 600}), "characters"),
        (Problem(Place("contacts.yml", 1, 1), "phone", details={"quote": None}), "nothing fills 'quote'"),
        (Problem(Place("contacts.yml", 1, 1), "tab", "warning"), "a directory with an error, or none without"),
    ],
)
def test_a_broken_law_is_seen(problem: Problem, law: str, tmp_path: Path) -> None:
    """The laws can fail: a place outside its file, no line of words, a blank that nothing fills."""
    path = written({"contacts.yml": b"version: 1\na: b\nc: d\n"}, tmp_path)
    placed = problem.place._replace(file=str(tmp_path / problem.place.file))
    with pytest.raises(BrokenLawError, match=law):
        problems_hold(Reading(None, (dataclasses.replace(problem, place=placed),)), path)


def test_problems_out_of_order_are_seen(tmp_path: Path) -> None:
    """Staff mend a file from its beginning to its end."""
    path = written({"contacts.yml": b"version: 1\n"}, tmp_path)
    later, earlier = (Problem(Place(str(path), line, 1), "tab") for line in (2, 1))
    with pytest.raises(BrokenLawError, match="not in order"):
        problems_hold(Reading(None, (later, earlier)), path)


def test_what_fails_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beside the files stands how they came to be and what went wrong."""

    def crash(path: Path, today: date, published: PublishedRecords) -> None:
        raise KeyError("oops")

    monkeypatch.setattr(trials, "hold", crash)
    batch = trials.try_batch(7, 3, 2, tmp_path)
    assert [failure.number for failure in batch.failures] == [3, 4]
    story = (tmp_path / "7-3" / "story.txt").read_text(encoding="utf-8")
    assert str(numbered(7, 3)) in story
    assert "KeyError: 'oops'" in story
    assert (tmp_path / "7-3" / "contacts.yml").read_bytes() == numbered(7, 3).files["contacts.yml"]


def test_the_long_run_tells_what_it_saw(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`make fuzz` names its seed, the rules that were broken and those that never were."""
    exit_code = __main__.main(["--seed", "3", "--count", "3", "--processes", "1", "--keep", str(tmp_path)])
    said = capsys.readouterr().out
    assert exit_code == 0
    assert said.startswith("seed 3, ")
    assert "\nnever: " in said
    assert "3 mutants, " in said.splitlines()[-1]


def test_hypothesis_and_the_seeded_loop_share_one_engine() -> None:
    """A mutant asks for nothing but chances."""
    assert mutant(Random("1/0")) == numbered(1, 0)
