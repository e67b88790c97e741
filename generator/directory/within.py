"""The rules within one record that its class can't say by itself, judged where its file is read. Pure.

So of a file that was read before nobody looks at them again.
"""

from collections.abc import Iterator

from generator.directory.form import RESERVED_FIELDS
from generator.directory.model import Service
from generator.directory.parts import Part
from generator.directory.places import Places
from generator.directory.problems import Problem

MAX_DOCUMENT_MB = 25
"""Of one document: several times what a telephone's camera makes, and what the form can hold for many at once."""


def judge_within(part: Part) -> Iterator[Problem]:
    """What is wrong in records of a file, whatever stands in others."""
    places = Places([part])
    for service in part.sections.get("services", {}).values():
        yield from _reserved_ids(service, places)
        yield from _uploads(service, places)


def _reserved_ids(service: Service, places: Places) -> Iterator[Problem]:
    """Ids that travel in the question form beside the names of its own fields."""
    for document_id in RESERVED_FIELDS.intersection(service.required_documents):
        place = places.of("services", service.id, "required_documents")
        yield Problem(place, "id-reserved", details={"quote": document_id})


def _uploads(service: Service, places: Places) -> Iterator[Problem]:
    """A submission needs something to submit."""
    documents = service.required_documents.values()
    for index, document in enumerate(documents):
        if document.upload and document.upload.max_mb > MAX_DOCUMENT_MB:
            place = places.of("services", service.id, "required_documents", index)
            yield Problem(place, "upload-too-large", details={"quote": document.id, "limit": MAX_DOCUMENT_MB})
    if service.submission and not any(document.upload for document in documents):
        place = places.of("services", service.id, "submission")
        yield Problem(place, "submission-without-documents", details={"quote": service.id})
