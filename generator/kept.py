"""What a build leaves for the next: which files came of which bundle, so that those of an unchanged one are taken over.

It lies beside the pages, where no visitor comes. Whoever can't read it builds everything.
"""

import hashlib
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from generator.compact import as_json, of_json

KEPT_NAME = "kept.json"
_HERE = Path(__file__).parent


@dataclass(frozen=True)
class Share:
    """What came of one bundle: its files, the entries of the site's map as they stand there, where its pages lead.

    `links` as in `inspection.Inspected`, without those to its own files; of what is taken over the targets alone, since
    where one is gone all is made anew. `kinds`: kind and language of its pages; `sums`: the SHA-256 of each file of
    which the next build takes lines.
    """

    files: Sequence[str]
    entries: str
    links: Mapping[str, Sequence[str]]
    kinds: Sequence[str]
    sums: Mapping[str, str] = field(default_factory=dict)


def joined(shares: Iterable[Share]) -> Share:
    """Several as one, in their order."""
    every = list(shares)
    return Share(
        [name for share in every for name in share.files],
        "\n".join(share.entries for share in every if share.entries),
        {target: link for share in reversed(every) for target, link in share.links.items()},
        list(dict.fromkeys(kind for share in every for kind in share.kinds)),
        {name: found for share in every for name, found in share.sums.items()},
    )


@dataclass(frozen=True)
class Kept:
    """`code`: the sign of what made it; `kinds`: those of which the renderer made the same page; `shares` by key.

    `parts`: what tells of all, by its name, with the key of its share; `assets`: stylesheets, scripts and pictures by
    name, with their paths; `rest`: the files that belong to no share.
    """

    code: str = ""
    kinds: Sequence[str] = ()
    shares: Mapping[str, Share] = field(default_factory=dict)
    parts: dict[str, str] = field(default_factory=dict)
    assets: dict[str, str] = field(default_factory=dict)
    rest: Sequence[str] = ()

    @property
    def files(self) -> set[str]:
        return {*self.rest, *(name for share in self.shares.values() for name in share.files)}


def kept_in(folder: Path | None) -> Kept:
    """What the build in a folder left; nothing where it left nothing that can be read."""
    if folder is None:
        return Kept()
    try:
        told, _, content = (folder / KEPT_NAME).read_bytes().partition(b"\n")
        if told.decode() != sum_of(content):
            return Kept()
        found = of_json(content)
        shares = {key: _share(**share) for key, share in found["shares"].items()}
        parts, assets = dict(found["parts"]), dict(found["assets"])
        return Kept(str(found["code"]), tuple(found["kinds"]), shares, parts, assets, tuple(found["rest"]))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return Kept()


_TAKEN_OVER = ("a page of the build before", "what is gone")


def _share(links: Sequence[str], **rest: Any) -> Share:
    return Share(links=dict.fromkeys(links, _TAKEN_OVER), **rest)


def keep_in(folder: Path, kept: Kept) -> None:
    """On the second line; on the first its SHA-256, so that nothing is believed of a file that is broken.

    Raises: OSError.
    """
    content = _as_json(kept).encode()
    work = folder / f".{KEPT_NAME}.next"
    work.write_bytes(f"{sum_of(content)}\n".encode() + content)
    work.replace(folder / KEPT_NAME)


def _as_json(kept: Kept) -> str:
    shares = {key: {**vars(share), "links": list(share.links)} for key, share in kept.shares.items()}
    told = {name: value for name, value in vars(kept).items() if name != "shares"}
    return as_json({**told, "kinds": sorted(kept.kinds), "shares": shares})


def sum_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def key_of(parts: Iterable[Any]) -> str:
    """One sign for many values, of which each is told apart from its neighbours."""
    return hashlib.sha256("\0".join(map(repr, parts)).encode()).hexdigest()[:32]


def code_sign(sources: Iterable[Path]) -> str:
    """A sign of the programs that make a site: our own files, these `sources`, and what is installed beside them."""
    folders = [_HERE, *sources]
    ours = [path for folder in folders for path in sorted([folder, *folder.rglob("*")]) if _is_read(path)]
    found = hashlib.sha256(repr(_installed()).encode())
    for path in ours:
        found.update(f"{path}\0".encode() + path.read_bytes() + b"\0")
    return found.hexdigest()[:32]


def _is_read(path: Path) -> bool:
    """What is compiled comes and goes with other commands, under passing names too."""
    return "__pycache__" not in path.parts and path.is_file()


def _installed() -> list[str]:
    """Every package with its version, as their folders are called."""
    packages = {path.name for place in sys.path if place for path in Path(place).glob("*.dist-info")}
    return [sys.version, *sorted(packages)]
