"""Good directories, and one of them after some slips of the hand. Takes chances from `random` and nowhere else."""

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, NamedTuple, TypeAlias

import yaml

from tests.building import ROOT
from tests.fuzz import characters, lines, records, tokens, whole

GOOD = ROOT / "tests" / "fuzz" / "good"
MAIN = "contacts.yml"
Files: TypeAlias = Mapping[str, bytes]
"""By path beside the main file; a path that ends with a slash is a folder."""

_TEXT_CHANGES = (characters, lines, tokens)
_Loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_Dumper: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


class Mutant(NamedTuple):
    """What became of a good directory, and by which changes, in their order."""

    good: str
    changes: tuple[str, ...]
    files: Files

    def __str__(self) -> str:
        return f"{self.good}: {', '.join(self.changes)}"


@cache
def good_directories() -> Mapping[str, Files]:
    """The project's own, one that uses all there is, and one of many files."""
    folders = {folder.name: folder for folder in sorted(GOOD.iterdir())}
    found = {name: {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*.yml"))}
             for name, folder in folders.items()}  # fmt: skip
    return {"pasuruan": {MAIN: (ROOT / MAIN).read_bytes()}} | found


def mutant(random: Random) -> Mutant:
    """A good directory after one slip, or after several on all levels."""
    name = random.choice(("pasuruan", "rich", "rich", "rich", "many"))
    files, told = dict(good_directories()[name]), []
    for _ in range(random.choice((0, 0, 1, 1, 1, 1, 2, 4))):
        change = random.choice(records.CHANGES)
        file = random.choice(sorted(files))
        files[file] = _with_tree(files[file], random, change)
        told.append(_named(change))
    if random.random() < (0.3 if name == "many" else 0.05):
        spoil = random.choice(whole.CHANGES)
        files = spoil(files, random, good_directories())
        told.append(_named(spoil))
    for _ in range(random.choice((0, 0, 0, 1, 1, 5)) if told else random.choice((1, 1, 1, 2, 4))):
        alter = random.choice(random.choice(_TEXT_CHANGES).CHANGES)
        file = random.choice(sorted(file for file in files if not file.endswith("/")))
        files[file] = with_text(files[file], random, alter)
        told.append(_named(alter))
    return Mutant(name, tuple(told), files)


def _named(change: Callable[..., object]) -> str:
    return f"{change.__module__.rpartition('.')[2]}.{change.__name__}"


def with_text(content: bytes, random: Random, change: characters.Change) -> bytes:
    """Bytes that are no UTF-8 pass through a change as they are."""
    return change(content.decode("utf-8", "surrogateescape"), random).encode("utf-8", "surrogateescape")


def _with_tree(content: bytes, random: Random, change: records.TreeChange) -> bytes:
    """The file as a program would write it after the change, in one of YAML's styles."""
    tree = yaml.load(content, Loader=_Loader)
    change(tree, random)
    written = yaml.dump(
        tree,
        Dumper=_Dumper,
        encoding="utf-8",
        sort_keys=False,
        allow_unicode=random.choice((True, True, False)),
        default_flow_style=random.choice((None, False, True)),
        default_style=random.choice((None, None, None, "'", '"')),
        width=random.choice((80, 20, 10_000)),
        explicit_start=random.choice((None, True)),
    )
    assert isinstance(written, bytes)
    return written


def written(files: Files, folder: Path) -> Path:
    """Puts the files into a folder. Returns the path of the main file."""
    for name, content in files.items():
        path = folder / name
        if name.endswith("/"):
            path.mkdir(parents=True, exist_ok=True)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    return folder / MAIN


def numbered(seed: int, number: int) -> Mutant:
    """The same mutant whenever it is asked for."""
    return mutant(Random(f"{seed}/{number}"))
