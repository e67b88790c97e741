"""The documents of a submission as they came -> what is wrong with them, at the field of each. Pure.

Never believes a name: which kind a file is of, its content decides.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from form_api.attachments import FileFault, SentFile, called, file_type, names_of, size_told
from generator.directory import ATTACHMENTS, DocumentField, Language, file_types


class DocumentFault(NamedTuple):
    """`field`: the document, or where files come along with a question."""

    field: str
    fault: FileFault


def document_faults(
    sent: Sequence[SentFile], documents: Sequence[DocumentField], words: Language
) -> Iterator[DocumentFault]:
    """At most one of each document, in the order of the form; then what no document was asked for."""
    by_field: defaultdict[str, list[SentFile]] = defaultdict(list)
    for file in sent:
        by_field[file.field].append(file)
    for asked in documents:
        fault = _fault(by_field.pop(asked.name, []), asked, words)
        if fault:
            yield DocumentFault(asked.name, fault)
    for files in by_field.values():
        yield DocumentFault(ATTACHMENTS, ("document-unknown", {"name": names_of(files, words)}))


def _fault(files: Sequence[SentFile], asked: DocumentField, words: Language) -> FileFault | None:
    if len(files) > 1:
        return "document-twice", {"count": len(files), "names": names_of(files, words)}
    return next((fault for file in files if (fault := _fault_of_one(file, asked, words))), None)


def _fault_of_one(file: SentFile, asked: DocumentField, words: Language) -> FileFault | None:
    told: Mapping[str, object] = {"name": called(file, words)}
    size = len(file.content)
    if not file.content:
        return "file-empty", told
    if file_type(file.content) not in asked.types:
        return "file-type", {**told, "types": file_types(asked.types)}
    if size > asked.max_bytes:
        return "document-too-large", {**told, "size": size_told(size, up=True), "limit": size_told(asked.max_bytes)}
    return None
