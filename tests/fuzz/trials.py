"""Tries mutants and keeps those that break a law, each as a folder with the files and the story of them."""

import shutil
import signal
import tempfile
import time
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from functools import cache
from pathlib import Path
from random import Random
from types import FrameType
from typing import NamedTuple

from generator.directory import load
from generator.public import public_directory_as_text
from generator.published import PublishedRecords, records_in
from tests.fuzz.laws import BrokenLawError, Seen, hold
from tests.fuzz.mutants import Mutant, good_directories, numbered, written

DAYS = tuple(
    map(date.fromisoformat, ("2020-03-24", "2020-10-05", "2024-02-29", "2026-11-23", "2000-01-01", "2199-12-31"))
)
SLOW_SECONDS = 5
GIVEN_UP_SECONDS = 60


class Failure(NamedTuple):
    """What came of a mutant that broke a law. `folder` holds it."""

    number: int
    mutant: Mutant
    what: str
    folder: Path

    def __str__(self) -> str:
        return f"{self.folder} ({self.mutant})\n    {self.what}"


class Batch(NamedTuple):
    """What a run of neighbouring numbers came to. `slowest` is in seconds, with its number."""

    tried: int
    good: int
    rules: Mapping[str, int]
    changes: frozenset[str]
    slowest: tuple[float, int]
    failures: list[Failure]


def try_batch(seed: int, first: int, count: int, keep_in: Path) -> Batch:
    """The mutants of a seed from `first` on. What fails is kept in a folder of its own under `keep_in`."""
    seen: list[Seen] = []
    failures, changes, slowest = [], set[str](), (0.0, first)
    for number in range(first, first + count):
        mutant, began = numbered(seed, number), time.monotonic()
        try:
            with _given_up_after(GIVEN_UP_SECONDS):
                seen.append(try_one(mutant, day_of(seed, number)))
            if time.monotonic() - began > SLOW_SECONDS:
                raise BrokenLawError(f"took {time.monotonic() - began:.0f} seconds")
        except Exception as error:
            folder = kept(mutant, keep_in / f"{seed}-{number}", "".join(traceback.format_exception(error)))
            failures.append(Failure(number, mutant, f"{type(error).__name__}: {str(error)[:400]}", folder))
        slowest = max(slowest, (time.monotonic() - began, number))
        changes |= set(mutant.changes)
    rules = [rule for one in seen for rule in one.rules]
    told = {rule: rules.count(rule) for rule in set(rules)}
    return Batch(count, sum(one.is_good for one in seen), told, frozenset(changes), slowest, failures)


def day_of(seed: int, number: int) -> date:
    """The day on which a mutant is judged."""
    return Random(f"{seed}/{number}/day").choice(DAYS)


def try_one(mutant: Mutant, today: date) -> Seen:
    """Writes a mutant to disk and holds it to the laws, as if the good directory that it was were published."""
    with tempfile.TemporaryDirectory() as folder:
        return hold(written(mutant.files, Path(folder)), today, _published(mutant.good))


def kept(mutant: Mutant, folder: Path, story: str) -> Path:
    """The files of a mutant in a folder, with its changes and what went wrong beside them."""
    shutil.rmtree(folder, ignore_errors=True)
    written(mutant.files, folder)
    (folder / "story.txt").write_text(f"{mutant}\n\n{story}", encoding="utf-8")
    return folder


@cache
def _published(good: str) -> PublishedRecords:
    with tempfile.TemporaryDirectory() as folder:
        return records_in(public_directory_as_text(load(written(good_directories()[good], Path(folder)))))


@contextmanager
def _given_up_after(seconds: int) -> Iterator[None]:
    """Raises TimeoutError in whatever is still running then. For the main thread of a process."""

    def give_up(_signal: int, _frame: FrameType | None) -> None:
        raise TimeoutError(f"not done after {seconds} seconds")

    before = signal.signal(signal.SIGALRM, give_up)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
