"""Proofs: pages as the renderer makes them, to be held beside those of the press.

The renderer takes half a second for a few pages, on one core; so it may begin while the press goes on.
"""

import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path

from generator import renderer
from generator.sheets import Sheet
from generator.tree import Tree
from generator.workshop import file_of


class Proofs(AbstractContextManager["Proofs"]):
    """One of each kind that is added, in folders within `work` that go with this. `known`: kinds that need none."""

    def __init__(self, work: Path, now: datetime, known: Iterable[str] = ()) -> None:
        self._work, self._now = work, now
        self._taken = set(known)
        self._waiting: list[Sheet] = []
        self._runs: list[_Run] = []

    def add(self, samples: Mapping[str, Sheet]) -> None:
        """Takes samples by their kinds, of each kind the first."""
        self._waiting += [made for kind, made in samples.items() if kind not in self._taken]
        self._taken |= samples.keys()

    def begin(self) -> None:
        """Has the renderer make what was added since it last began, beside this process."""
        if self._waiting:
            self._runs.append(_Run(self._work / f"proofs-{len(self._runs)}", self._waiting, self._now))
            self._waiting = []

    def pages(self) -> Iterator[tuple[str, bytes]]:
        """All that were added as the renderer makes them, by the names of their files.

        Raises: renderer.RenderingError.
        """
        self.begin()
        for run in self._runs:
            yield from run.pages()

    def __exit__(self, *_what: object) -> None:
        for run in self._runs:
            run.end()


class _Run:
    def __init__(self, folder: Path, sheets: Sequence[Sheet], now: datetime) -> None:
        self._folder, self._sheets = folder, sheets
        Tree(folder / "pages", None).write({f"{made.path}index.md": made.source.encode() for made in sheets})
        self._rendering = renderer.begin(folder / "pages", folder / "rendered", now)

    def pages(self) -> Iterator[tuple[str, bytes]]:
        self._rendering.finish()
        for made in self._sheets:
            yield file_of(made), (self._folder / "rendered" / made.path / "index.html").read_bytes()

    def end(self) -> None:
        self._rendering.stop()
        shutil.rmtree(self._folder)
