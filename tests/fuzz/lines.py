"""Slips of whole lines and of the parts below them. Each takes a text and returns the spoiled one."""

from random import Random

from tests.fuzz.characters import Change


def deleted(text: str, random: Random) -> str:
    lines, at = _somewhere(text, random)
    return "".join(lines[:at] + lines[at + random.choice((1, 1, 1, 2, 10)) :])


def doubled(text: str, random: Random) -> str:
    lines, at = _somewhere(text, random)
    return "".join([*lines[: at + 1], *lines[at:]])


def moved(text: str, random: Random) -> str:
    """A line, or one with all that is indented below it, stands elsewhere."""
    lines, at = _somewhere(text, random)
    end = random.choice((at + 1, _end_of_part(lines, at)))
    part, rest = lines[at:end], lines[:at] + lines[end:]
    to = random.randint(0, len(rest))
    return "".join(rest[:to] + part + rest[to:])


def part_deleted(text: str, random: Random) -> str:
    lines, at = _somewhere(text, random)
    return "".join(lines[:at] + lines[_end_of_part(lines, at) :])


def part_doubled(text: str, random: Random) -> str:
    """Copied to be edited, and not edited."""
    lines, at = _somewhere(text, random)
    end = _end_of_part(lines, at)
    return "".join(lines[:end] + lines[at:end] * random.choice((1, 1, 3)) + lines[end:])


def indented(text: str, random: Random) -> str:
    return _with_part(text, random, random.choice((" ", "  ", "    ", "\t", "\xa0")))


def dedented(text: str, random: Random) -> str:
    lines, at = _somewhere(text, random)
    end = random.choice((at + 1, _end_of_part(lines, at)))
    width = random.choice((1, 2, 4))
    part = [line[min(width, _indent(line)) :] for line in lines[at:end]]
    return "".join(lines[:at] + part + lines[end:])


def joined(text: str, random: Random) -> str:
    lines, at = _somewhere(text, random)
    return "".join([*lines[:at], lines[at].rstrip("\n") + random.choice(("", " ")), *lines[at + 1 :]])


def split(text: str, random: Random) -> str:
    """The editor has broken a long line."""
    lines, at = _somewhere(text, random)
    column = random.randint(0, len(lines[at]))
    return "".join([*lines[:at], lines[at][:column] + "\n", lines[at][column:], *lines[at + 1 :]])


def noted_out(text: str, random: Random) -> str:
    return _with_part(text, random, "#")


def mail_quoted(text: str, random: Random) -> str:
    """Pasted from a letter."""
    return _with_part(text, random, "> ")


def in_conflict(text: str, random: Random) -> str:
    """Merged by hand, and not to the end: some of the marks, or all."""
    lines, at = _somewhere(text, random)
    end = min(len(lines), at + random.choice((1, 2, 5)))
    ours, theirs = lines[at:end], [line.swapcase() for line in lines[at:end]]
    marks = [mark if random.random() < 0.8 else "" for mark in ("<<<<<<< HEAD\n", "=======\n", ">>>>>>> kantor\n")]
    return "".join([*lines[:at], marks[0], *ours, marks[1], *theirs, marks[2], *lines[end:]])


def _with_part(text: str, random: Random, before: str) -> str:
    """A line, or a part, each line of it behind `before`."""
    lines, at = _somewhere(text, random)
    end = random.choice((at + 1, _end_of_part(lines, at)))
    return "".join([*lines[:at], *(before + line for line in lines[at:end]), *lines[end:]])


def _somewhere(text: str, random: Random) -> tuple[list[str], int]:
    lines = text.split("\n")
    lines = [f"{line}\n" for line in lines[:-1]] + lines[-1:]
    return lines, random.randrange(len(lines))


def _end_of_part(lines: list[str], at: int) -> int:
    """After the lines that are indented deeper than this one."""
    end = at + 1
    while end < len(lines) and _indent(lines[end]) > _indent(lines[at]):
        end += 1
    return end


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


CHANGES: tuple[Change, ...] = (
    *(deleted, doubled, moved, part_deleted, part_doubled, indented, dedented, joined, split, noted_out),
    *(mail_quoted, in_conflict),
)
