"""The question form of a service as data: fields, labels, limits. The site and the form API both render it. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, NamedTuple

from generator.directory.language import Language
from generator.directory.model import Directory, FileType, RequiredDocument, Service, Upload
from generator.directory.values import MAX_ADDRESS_LENGTH

MAX_NAME_LENGTH = 100
MAX_PHONE_LENGTH = 40
MAX_MESSAGE_LENGTH = 5000
OTHER_TOPIC = "other"
ATTACHMENTS = "attachments"
HONEYPOT = "kolom_kosong"
"""A field that no person sees; its name is none that a browser knows how to fill in."""
TOOK = "took"
"""The seconds from the page's loading to its sending, told by the page's script."""
PURPOSE = "purpose"
"""Whether a submission is meant or a question, where a service takes both."""
SUBMISSION, QUESTION = "submission", "question"
KEY = "key"
RESERVED_FIELDS = frozenset(
    {"service", "topic", "name", "email", "phone", "message", "language", "token", ATTACHMENTS, HONEYPOT, TOOK}
    | {PURPOSE, KEY}
)
"""What the form's own fields are called: files come under the id of their document, which is none of these."""
MEGABYTE = 1024 * 1024
MEDIA_TYPES: dict[FileType, str] = {"pdf": "application/pdf", "jpg": "image/jpeg", "png": "image/png"}


class Choice(NamedTuple):
    value: str
    label: str


@dataclass(frozen=True, slots=True)
class FormField:
    """One thing that a citizen fills in. `max_length` counts characters; `control` is how it is shown."""

    name: str
    control: Literal["line", "email", "tel", "lines", "choice"]
    label: str
    max_length: int
    hint: str = ""
    mandatory: bool = False
    autocomplete: str = "off"
    choices: tuple[Choice, ...] = ()


def _accept(types: Iterable[FileType]) -> str:
    """The media types, as an <input type=file> names them."""
    return ",".join(MEDIA_TYPES[kind] for kind in types)


@dataclass(frozen=True, slots=True)
class FilesField:
    """Where files may come along. `fault`: what the page says of a choice beyond the limits, before it is sent."""

    label: str
    hint: str
    fault: str
    max_files: int
    max_total_mb: int
    types: tuple[FileType, ...]
    name: str = ATTACHMENTS

    @property
    def max_total_bytes(self) -> int:
        return self.max_total_mb * MEGABYTE

    @property
    def accept(self) -> str:
        return _accept(self.types)


@dataclass(frozen=True, slots=True)
class DocumentField:
    """One document that a submission asks for: one file. `fault`: what the page says of a file that is too large."""

    name: str
    label: str
    hint: str
    fault: str
    mandatory: bool
    types: tuple[FileType, ...]
    max_mb: int

    @property
    def max_bytes(self) -> int:
        return self.max_mb * MEGABYTE

    @property
    def accept(self) -> str:
        return _accept(self.types)

    @property
    def photo_accept(self) -> str:
        """What a camera gives of it; empty where no picture is taken."""
        return _accept(kind for kind in self.types if kind != "pdf")


class Honeypot(NamedTuple):
    """A field that stays empty; its label says so to whoever comes upon it all the same."""

    name: str
    label: str


@dataclass(frozen=True, slots=True)
class QuestionForm:
    """What is asked, in the order of the page, and what the page sends along unseen.

    `files`: None where the directory takes none. `documents`: empty where the service takes no submissions.
    """

    service: str
    language: str
    fields: tuple[FormField, ...]
    files: FilesField | None
    honeypot: Honeypot
    documents: tuple[DocumentField, ...] = ()


def question_form(directory: Directory, service: Service | None, words: Language) -> QuestionForm:
    """The form of a service's page in the language of `words`."""
    documents = document_fields(service, words)
    fields = (
        *_purpose(documents, words),
        *_topic(directory, words),
        FormField(
            "message",
            "lines",
            words("form.message_of_submission" if documents else "form.message"),
            MAX_MESSAGE_LENGTH,
            hint=words("form.message_hint", limit=MAX_MESSAGE_LENGTH),
            mandatory=not documents,
        ),
        FormField(
            "email",
            "email",
            words("form.email"),
            MAX_ADDRESS_LENGTH,
            hint=words("form.contact_hint"),
            autocomplete="email",
        ),
        FormField("phone", "tel", words("form.phone"), MAX_PHONE_LENGTH, autocomplete="tel"),
        FormField(
            "name",
            "line",
            words("form.name"),
            MAX_NAME_LENGTH,
            hint=words("form.name_hint", limit=MAX_NAME_LENGTH),
            autocomplete="name",
        ),
    )
    honeypot = Honeypot(HONEYPOT, words("form.honeypot"))
    files = _files(directory, words)
    return QuestionForm(service.id if service else "", words.code, fields, files, honeypot, documents)


def document_fields(service: Service | None, words: Language) -> tuple[DocumentField, ...]:
    """What a submission to this service asks for, in its order; empty where it takes none."""
    return tuple(_document(asked, asked.upload, words) for asked in uploads_of(service) if asked.upload)


def uploads_of(service: Service | None) -> list[RequiredDocument]:
    """The documents that the form of a service takes, in its order; none where it takes no submissions."""
    if service is None or service.submission is None:
        return []
    return [asked for asked in service.required_documents.values() if asked.upload]


def _document(asked: RequiredDocument, upload: Upload, words: Language) -> DocumentField:
    limits = {"types": file_types(upload.types), "size": f"{upload.max_mb} MB"}
    return DocumentField(
        name=asked.id,
        label=asked.document.say(words.code),
        hint=words("form.document_hint" if asked.required else "form.document_hint_optional", **limits),
        fault=words("form.document_fault", **limits),
        mandatory=asked.required,
        types=upload.types,
        max_mb=upload.max_mb,
    )


def _purpose(documents: tuple[DocumentField, ...], words: Language) -> tuple[FormField, ...]:
    if not documents:
        return ()
    choices = (Choice(SUBMISSION, words("form.purpose_submission")), Choice(QUESTION, words("form.purpose_question")))
    asked = words("form.purpose")
    return (FormField(PURPOSE, "choice", asked, MAX_NAME_LENGTH, mandatory=True, choices=choices),)


def file_types(types: Iterable[FileType]) -> str:
    """As people call them: `PDF, JPG`."""
    return ", ".join(kind.upper() for kind in types)


def _files(directory: Directory, words: Language) -> FilesField | None:
    taken = directory.inquiry.attachments if directory.inquiry else None
    if taken is None:
        return None
    limits = {"count": taken.max_files, "size": f"{taken.max_total_mb} MB", "types": file_types(taken.types)}
    return FilesField(
        label=words("form.files"),
        hint=words("form.files_hint", **limits),
        fault=words("form.files_fault", **limits),
        max_files=taken.max_files,
        max_total_mb=taken.max_total_mb,
        types=taken.types,
    )


def _topic(directory: Directory, words: Language) -> tuple[FormField, ...]:
    topics = directory.inquiry.topics.values() if directory.inquiry else ()
    if not topics:
        return ()
    choices = [Choice(topic.id, topic.name.say(words.code)) for topic in topics]
    choices.append(Choice(OTHER_TOPIC, words("form.topic_other")))
    return (FormField("topic", "choice", words("form.topic"), MAX_NAME_LENGTH, choices=tuple(choices)),)
