"""What happens to whole files and between them. Each takes the files of a directory and returns the spoiled ones."""

from collections.abc import Callable, Mapping
from random import Random
from typing import TypeAlias

Files: TypeAlias = dict[str, bytes]
FilesChange: TypeAlias = Callable[[Files, Random, Mapping[str, Mapping[str, bytes]]], Files]
MAIN = "contacts.yml"
SECTIONS = (
    b"organizations",
    b"locations",
    b"schedules",
    b"calendar",
    b"channels",
    b"services",
    b"desks",
    b"site",
    b"inquiry",
)
PATTERNS = (
    *(b"contacts.d/*.yml", b"'*.yml'", b"contacts.d/kantor.yml", b"contacts.d/[a-k]*.yml", b"contacts.d/?eja.yml"),
    *(
        b"'[!.yml'",
        b"'[].yml'",
        b"../x.yml",
        b"x.yml",
        b"'*/*.yml'",
        b"./contacts.d/meja.yml",
        b"'?.yml'",
        b"a" * 300 + b".yml",
    ),
)

Goods: TypeAlias = Mapping[str, Mapping[str, bytes]]


def spliced(files: Files, random: Random, goods: Goods) -> Files:
    """The beginning of one file and the end of another, cut between lines or within."""
    name, other = _one(files, random), random.choice(list(random.choice(list(goods.values())).values()))
    first, second = _cut(files[name], random), _cut(other, random)
    return files | {name: files[name][:first] + other[second:]}


def pasted(files: Files, random: Random, goods: Goods) -> Files:
    """A piece of another file within."""
    name, other = _one(files, random), random.choice(list(random.choice(list(goods.values())).values()))
    at, start, end = _cut(files[name], random), *sorted((_cut(other, random), _cut(other, random)))
    return files | {name: files[name][:at] + other[start:end] + files[name][at:]}


def emptied(files: Files, random: Random, goods: Goods) -> Files:
    """Hardly anything is left, with a line's end or without."""
    left = (
        b"",
        b"#",
        b"\xef\xbb\xbf",
        b"null",
        b"version: 1",
        b"---",
        b"--- # x",
        b"...",
        b"site:",
        b"&a",
        b"- ",
        b"? ",
    )
    return files | {_one(files, random): random.choice(left) + random.choice((b"", b"\n", b"\n# x", b"\n "))}


def gone(files: Files, random: Random, goods: Goods) -> Files:
    """An included file is not there, or a folder is in its place."""
    included = [name for name in files if name != MAIN]
    if not included:
        return files
    name = random.choice(included)
    rest = {other: content for other, content in files.items() if other != name}
    return rest | ({f"{name}/": b""} if random.random() < 0.3 else {})


def copied(files: Files, random: Random, goods: Goods) -> Files:
    """A copy is left beside its file, or one of the main file among the included."""
    return files | {random.choice(("contacts.d/salinan.yml", "contacts.d/.a.yml", "x.yml")): files[_one(files, random)]}


def included(files: Files, random: Random, goods: Goods) -> Files:
    """Other files than before, or a file that includes where it may not."""
    name = _one(files, random)
    patterns = b", ".join(random.choice(PATTERNS) for _ in range(random.choice((1, 2))))
    kept = b"".join(line for line in files[name].splitlines(keepends=True) if not line.startswith(b"include:"))
    return files | {name: b"include: [" + patterns + b"]\n" + kept}


def section_twice(files: Files, random: Random, goods: Goods) -> Files:
    """A section with nothing in it, or nearly nothing, in a file that may or may not have it."""
    name, section = _one(files, random), random.choice(SECTIONS)
    content = random.choice((b" []", b"", b" x", b" {}", b" [x]", b" [{id: x}]", b" [{id: wa}]"))
    return files | {name: files[name] + b"\n" + section + b":" + content + b"\n"}


def in_other_encoding(files: Files, random: Random, goods: Goods) -> Files:
    name = _one(files, random)
    text = files[name].decode("utf-8", "replace")
    return files | {
        name: text.encode(random.choice(("utf-16", "utf-16-le", "cp1252", "utf-8-sig", "utf-7")), "replace")
    }


def twice(files: Files, random: Random, goods: Goods) -> Files:
    """A file pasted behind itself, as one document or as two."""
    name = _one(files, random)
    return files | {name: files[name] + random.choice((b"", b"---\n", b"...\n", b"...\n---\n")) + files[name]}


def _one(files: Files, random: Random) -> str:
    return random.choice([name for name in sorted(files) if not name.endswith("/")])


def _cut(content: bytes, random: Random) -> int:
    """Somewhere, or at the beginning of some line."""
    at = random.randint(0, len(content))
    return at if random.random() < 0.3 else content.rfind(b"\n", 0, at) + 1


CHANGES: tuple[FilesChange, ...] = (
    *(spliced, pasted, emptied, gone, copied, included, section_twice, in_other_encoding, twice),
)
