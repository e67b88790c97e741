"""Files as they came -> files as they are kept, or what is wrong with them. Pure.

Never believes a file's name or what the browser says of its kind: the content decides.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

from form_api.records import UploadedFile
from generator.directory import FilesField, FileType, Language, file_types

MEGABYTE = 1024 * 1024
MAX_LETTER_MB = 20
ENCODED = 1.37
"""What base64 and its line ends make of a byte. Source: RFC 2045, section 6.8."""
MAX_SHOWN_NAME_LENGTH = 150
_LONGEST_ENDING = 10

# PDF 32000-1:2008, 7.5.2; JPEG, ISO/IEC 10918-1, B.1.1.3 (SOI and the next marker); PNG, ISO/IEC 15948, 5.2.
_BEGINNINGS: tuple[tuple[FileType, bytes], ...] = (
    ("pdf", b"%PDF-"),
    ("jpg", b"\xff\xd8\xff"),
    ("png", b"\x89PNG\r\n\x1a\n"),
)
_TURNS_TEXT = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""With these a name reads in another order than it is written: `gpj.exe`."""

FileFault: TypeAlias = tuple[str, Mapping[str, Any]]
"""The sentence's name in the catalogue, and what fills its blanks."""


class SentFile(NamedTuple):
    """A file as it came. `field`: what the page's input was called."""

    field: str
    name: str
    content: bytes


def file_type(content: bytes) -> FileType | None:
    """The type that the content is of; None where it is none of those that a form can take."""
    head = content[:1024]
    known = (kind for kind, beginning in _BEGINNINGS if head.startswith(beginning))
    # Some scanners write a byte order mark or blank lines before a PDF, and every reader takes it.
    return next(known, "pdf" if head.lstrip(b"\xef\xbb\xbf\t\n\r ").startswith(b"%PDF-") else None)


def shown_name(name: str) -> str:
    """A name that can stand in a sentence: one line, without path and control characters, at most 150 characters."""
    last = re.split(r"[/\\]", name)[-1]
    spaced = "".join(" " if unicodedata.category(one) in {"Zl", "Zp"} else one for one in last)
    kept = "".join(one for one in " ".join(spaced.split()) if _can_be_shown(one)).strip()
    return kept if len(kept) <= MAX_SHOWN_NAME_LENGTH else _shortened(kept)


def _can_be_shown(character: str) -> bool:
    return unicodedata.category(character) not in {"Cc", "Cs"} and character not in _TURNS_TEXT


def _shortened(name: str) -> str:
    """With its ending kept, by which people know what it is."""
    stem, dot, ending = name.rpartition(".")
    if not stem or len(ending) > _LONGEST_ENDING:
        stem, dot, ending = name, "", ""
    return f"{stem[: MAX_SHOWN_NAME_LENGTH - len(dot + ending) - 1]}…{dot}{ending}"


def most_bytes(files: FilesField, max_letter_mb: int = MAX_LETTER_MB) -> int:
    """How large the files of one question may be together: as the directory says, and so that a letter carries them."""
    return min(files.max_total_bytes, int(max_letter_mb * MEGABYTE / ENCODED))


def chosen(sent: Sequence[SentFile]) -> tuple[SentFile, ...]:
    """Without the inputs that were left empty, which browsers send as a file without name and content."""
    return tuple(file for file in sent if file.name or file.content)


def uploaded(sent: Sequence[SentFile], words: Language) -> tuple[UploadedFile, ...]:
    """The files as they are kept, of a question that has no fault."""
    known = [(file, file_type(file.content)) for file in sent]
    return tuple(
        UploadedFile(field=file.field, name=called(file, words), type=kind, content=file.content)
        for file, kind in known
        if kind is not None
    )


def file_faults(
    sent: Sequence[SentFile], files: FilesField | None, words: Language, *, max_letter_mb: int = MAX_LETTER_MB
) -> Iterator[FileFault]:
    """Every fault: of each file by itself in their order, then of their number, then of their size."""
    if files is None:
        if sent:
            yield "file-refused", {}
        return
    for file in sent:
        yield from _faults_of_one(file, files, words)
    names = names_of(sent, words)
    if len(sent) > files.max_files:
        yield "files-too-many", {"limit": files.max_files, "count": len(sent), "names": names}
    limit, size = most_bytes(files, max_letter_mb), sum(len(file.content) for file in sent)
    if size > limit:
        yield "files-too-large", {"limit": size_told(limit), "size": size_told(size, up=True), "names": names}


def _faults_of_one(file: SentFile, files: FilesField, words: Language) -> Iterator[FileFault]:
    """At most one: the first that the citizen has to mend."""
    name = called(file, words)
    if file.field != files.name:
        yield "file-elsewhere", {"name": name}
    elif not file.content:
        yield "file-empty", {"name": name}
    elif file_type(file.content) not in files.types:
        yield "file-type", {"name": name, "types": file_types(files.types)}


def names_of(sent: Sequence[SentFile], words: Language) -> str:
    return ", ".join(called(file, words) for file in sent)


def called(file: SentFile, words: Language) -> str:
    """The name that can stand in a sentence."""
    return shown_name(file.name) or words("form.unnamed_file")


def size_told(size_bytes: int, *, up: bool = False) -> str:
    """A size in whole megabytes, or kilobytes below one: a limit rounded down, what is beyond it rounded `up`."""
    unit, name = (MEGABYTE, "MB") if size_bytes >= MEGABYTE else (1024, "KB")
    return f"{-(-size_bytes // unit) if up else size_bytes // unit} {name}"
