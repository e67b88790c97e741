"""Form fields -> Inquiry, or what is wrong at which field. Pure; keeps every word as it was typed."""

import dataclasses
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from form_api.attachments import MAX_LETTER_MB, SentFile, called, chosen, file_faults, uploaded
from form_api.documents import document_faults
from form_api.records import Inquiry
from generator.directory import (
    ATTACHMENTS,
    PURPOSE,
    QUESTION,
    SUBMISSION,
    Directory,
    FormField,
    Language,
    PerDirectory,
    QuestionForm,
    Service,
    WrongTextError,
    available_languages,
    email_address,
    language,
    question_form,
)

FIELDS = ("service", PURPOSE, "topic", "name", "email", "phone", "message", "language", "token")
MAX_TOKEN_LENGTH = 100
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
"""Unicode's categories Cc, but for the line end and the tab, and Cs."""
_TELEPHONE = re.compile(r"[0-9+().\-/ ]+")
_TEXT_OR_NONE = (str, type(None))


@dataclass(frozen=True, slots=True)
class FieldFault:
    """What is wrong at a field; `fault` names the sentence in the catalogue."""

    field: str
    fault: str
    details: Mapping[str, Any] = dataclasses.field(default_factory=dict)

    def say(self, words: Language) -> str:
        return words(f"faults.{self.fault}", **self.details)


def speaks(directory: Directory, typed: Mapping[str, object]) -> Language:
    """The language to answer in: the form's own, or the site's where the form names none that the site has."""
    asked = typed.get("language")
    site = directory.site
    known = isinstance(asked, str) and asked in site.languages and asked in available_languages()
    return language(asked if known and isinstance(asked, str) else site.default_language)


def read_inquiry(
    directory: Directory,
    typed: Mapping[str, object],
    sent: Sequence[SentFile] = (),
    *,
    max_letter_mb: int = MAX_LETTER_MB,
) -> Inquiry | tuple[FieldFault, ...]:
    """The inquiry, or the first fault of each field, in the order of the form, and every fault of the files.

    `max_letter_mb`: how large a letter may be with all its files in it.
    """
    words = speaks(directory, typed)
    values = as_typed(typed)
    service = directory.services.get(values["service"])
    form = _form(directory, service, words)
    faults = [*_service_faults(directory, values["service"]), *_not_texts(typed)]
    for asked in form.fields:
        faults += _faults(asked, values[asked.name])
    is_submission = bool(form.documents) and values[PURPOSE] == SUBMISSION
    faults += [*_contact_faults(values), *_question_faults(values, form)]
    files = chosen(sent)
    told = [*_files_left_behind(typed)]
    told += _document_faults(files, form, words) if is_submission else _file_faults(files, form, words, max_letter_mb)
    if faults or told:
        return (*_first_of_each(faults, form), *told)
    topic = values["topic"] if directory.inquiry and values["topic"] in directory.inquiry.topics else ""
    known = values | {"topic": topic, "language": words.code, "token": values["token"][:MAX_TOKEN_LENGTH]}
    known.pop(PURPOSE)
    return Inquiry(**known, files=uploaded(files, words), is_submission=is_submission)


_FORMS: PerDirectory[dict[tuple[str, str], QuestionForm]] = PerDirectory(lambda _directory: {})
_MOST_FORMS = 500


def _form(directory: Directory, service: Service | None, words: Language) -> QuestionForm:
    """The same for everybody who asks for a service in a language, and so made once while it is asked for much."""
    forms, asked = _FORMS(directory), (service.id if service else "", words.code)
    if asked not in forms:
        if len(forms) >= _MOST_FORMS:
            forms.clear()
        forms[asked] = question_form(directory, service, words)
    return forms[asked]


def _document_faults(files: Sequence[SentFile], form: QuestionForm, words: Language) -> list[FieldFault]:
    return [FieldFault(found.field, *found.fault) for found in document_faults(files, form.documents, words)]


def _file_faults(
    files: Sequence[SentFile], form: QuestionForm, words: Language, max_letter_mb: int
) -> list[FieldFault]:
    """Of a plain question, which has no documents."""
    if not files:
        return []
    fields = {document.name for document in form.documents}
    strays = [file for file in files if file.field in fields]
    others = [file for file in files if file.field not in fields]
    told = [FieldFault(file.field, "document-of-question", {"name": called(file, words)}) for file in strays]
    faults = file_faults(others, form.files, words, max_letter_mb=max_letter_mb)
    return told + [FieldFault(ATTACHMENTS, fault, details) for fault, details in faults]


def _question_faults(values: Mapping[str, str], form: QuestionForm) -> Iterator[FieldFault]:
    """Where a submission may come without a word, a question may not."""
    if form.documents and values[PURPOSE] == QUESTION and not values["message"].strip():
        yield FieldFault("message", "message-missing")


def _first_of_each(faults: list[FieldFault], form: QuestionForm) -> tuple[FieldFault, ...]:
    """Of the faults of one field the first; the fields as they stand on the page, what it does not show at the end."""
    first = {fault.field: fault for fault in reversed(faults)}
    shown = ["service", *(asked.name for asked in form.fields)]
    return tuple(first.pop(name) for name in shown if name in first) + tuple(first.values())


def as_typed(typed: Mapping[str, object]) -> dict[str, str]:
    """Every field as text, with one kind of line end; spaces around the short ones fall away."""
    texts = {name: _text(typed.get(name)) for name in FIELDS}
    return {name: text if name == "message" else text.strip() for name, text in texts.items()}


def _text(value: object) -> str:
    if not isinstance(value, str):
        return ""
    return value.replace("\r\n", "\n").replace("\r", "\n") if "\r" in value else value


def _not_texts(typed: Mapping[str, object]) -> Iterator[FieldFault]:
    for name in FIELDS:
        if not isinstance(typed.get(name, ""), _TEXT_OR_NONE):
            yield FieldFault(name, "not-text")


def _files_left_behind(typed: Mapping[str, object]) -> Iterator[FieldFault]:
    """A form that is sent without its files, as an old page does, has their names as a text."""
    if typed.get(ATTACHMENTS):
        yield FieldFault(ATTACHMENTS, "file-not-sent")


def _service_faults(directory: Directory, service_id: str) -> Iterator[FieldFault]:
    service = directory.services.get(service_id)
    if service_id and (service is None or not service.is_listed):
        yield FieldFault("service", "service-unknown")


def _faults(asked: FormField, text: str) -> Iterator[FieldFault]:
    """At most one fault for a field: the first that the citizen has to mend."""
    if asked.mandatory and not text.strip():
        yield FieldFault(asked.name, f"{asked.name}-missing")
    elif _has_control_character(text):
        yield FieldFault(asked.name, "control-character")
    elif asked.control != "lines" and "\n" in text:
        yield FieldFault(asked.name, "one-line")
    elif len(text) > asked.max_length:
        yield FieldFault(asked.name, "too-long", {"limit": asked.max_length, "length": len(text)})
    elif text and asked.control in {"email", "tel"} and not _is_contact(asked.control, text):
        yield FieldFault(asked.name, {"email": "email", "tel": "phone"}[asked.control])
    elif text and asked.choices and text not in {choice.value for choice in asked.choices}:
        yield FieldFault(asked.name, f"{asked.name}-unknown")


def _has_control_character(text: str) -> bool:
    """NUL and its like, which no mail carries, and halves of characters, which no text holds."""
    return _CONTROL.search(text) is not None


def _is_contact(control: str, text: str) -> bool:
    if control == "tel":
        return _TELEPHONE.fullmatch(text) is not None and 5 <= sum(map(str.isdigit, text)) <= 17
    try:
        email_address(text)
    except WrongTextError:
        return False
    return "=?" not in text  # which a mail program takes for the beginning of an encoded word


def _contact_faults(values: Mapping[str, str]) -> Iterator[FieldFault]:
    if not values["email"] and not values["phone"]:
        yield FieldFault("email", "contact-missing")
