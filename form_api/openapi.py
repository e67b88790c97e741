"""The form, as programs read it: OpenAPI 3.1, made of the form's own data. Pure.

Never says a limit, a field or a choice by itself: what the page shows and the form checks is what this tells.
Source: OpenAPI Specification 3.1.1; JSON Schema 2020-12.
"""

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

from form_api.reference import ALPHABET, GROUP
from generator.directory import (
    ATTACHMENTS,
    HONEYPOT,
    MEDIA_TYPES,
    PURPOSE,
    QUESTION,
    SUBMISSION,
    TOOK,
    Directory,
    FilesField,
    FormField,
    QuestionForm,
    language,
    question_form,
)

Json: TypeAlias = dict[str, Any]

TITLE, VERSION = "Loket", "1"
_TEXT: Json = {"type": "string"}
_INSTANT: Json = {"type": ["string", "null"], "pattern": r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}[+-]\d{2}:\d{2}$"}
_REFERENCE = f"^[{ALPHABET}]{{{GROUP}}}-[{ALPHABET}]{{{GROUP}}}$"


def describe(directory: Directory) -> Json:
    """The whole description, with the services, topics and limits of this directory."""
    words = language(directory.site.default_language)
    form = question_form(directory, None, words)
    origin = directory.site.form_api
    return {
        "openapi": "3.1.1",
        "info": {"title": f"{TITLE}: {directory.site.name.say(words.code)}", "version": VERSION},
        **({"servers": [{"url": origin}]} if origin else {}),
        "paths": _paths(directory, form),
        "components": {"schemas": _schemas(), "headers": _headers()},
    }


def _paths(directory: Directory, form: QuestionForm) -> Json:
    return {
        "/inquiries": {"post": _asking(directory, form), "get": _going_home()},
        "/inquiries/{reference}": {"get": _looking()},
        "/inquiries/{reference}/received": {"get": _confirming_page(), "post": _confirming()},
        "/inquiries/{reference}/handed-on": {"post": _handing_on()},
        "/inquiries/{reference}/documents": {"post": _sending_documents()},
        "/inquiries/{reference}/documents/{document}": {"get": _opening_document()},
        "/inquiries/{reference}/step": {"post": _stepping()},
        "/inquiries/{reference}/links": {"post": _renewing_links()},
        "/health": {"get": _health()},
        "/metrics": {"get": _metrics()},
    }


def _asking(directory: Directory, form: QuestionForm) -> Json:
    return {
        "operationId": "ask",
        "summary": "Ask a question. When the answer comes, it is on disk.",
        "requestBody": {"required": True, "content": _bodies(directory, form)},
        "responses": {
            "201": _answer("Stored, for who wants JSON.", {"application/json": _ref("Stored")}, "Location"),
            "303": _answer("Stored, for a browser: to the receipt.", {}, "Location"),
            "400": _refusal("The body is not what its Content-Type says."),
            "408": _refusal("The body came too slowly."),
            "413": _refusal("The body is too large; a page holds the form with every word."),
            "415": _refusal("The body is neither a form nor JSON."),
            "422": _refusal("Something is to be mended, told at its field."),
            "429": _refusal("Too many at once; nothing was stored.", "Retry-After"),
            "503": _refusal("Nothing could be stored, or there is no room to read it.", "Retry-After"),
            "500": _refusal("A fault of ours; nothing was stored."),
        },
    }


def _going_home() -> Json:
    return {
        "operationId": "home",
        "summary": "For who opens the form's address itself.",
        "responses": {"303": _answer("To the site.", {}, "Location"), "500": _refusal("A fault of ours.")},
    }


def _bodies(directory: Directory, form: QuestionForm) -> Json:
    """A form in two ways, and JSON, which takes no files."""
    fields = _fields(directory, form)
    files = {ATTACHMENTS: _files(form.files)} if form.files else {}
    return {
        "application/json": {"schema": _question({name: _or_null(schema) for name, schema in fields.items()})},
        "application/x-www-form-urlencoded": {"schema": _question(fields)},
        "multipart/form-data": {"schema": _question(fields | files)},
    }


def _question(properties: Mapping[str, Json]) -> Json:
    """An e-mail address or a telephone number is enough."""
    either = [{"required": [name], "properties": {name: {"minLength": 1}}} for name in ("email", "phone")]
    return {"type": "object", "required": ["message"], "properties": dict(properties), "anyOf": either}


def _fields(directory: Directory, form: QuestionForm) -> Json:
    listed = [service.id for service in directory.services.values() if service.is_listed]
    return {
        "service": {"type": "string", "enum": ["", *listed]},
        **{field.name: _field(field) for field in form.fields},
        **({PURPOSE: _purpose()} if any(service.submission for service in directory.services.values()) else {}),
        "language": {"type": "string", "description": "Of the answer: " + ", ".join(directory.site.languages)},
        "token": _TEXT | {"description": "The same token, or none, with the same content is the same question."},
        HONEYPOT: _TEXT | {"description": "Leave this empty."},
        TOOK: _TEXT | {"description": "Seconds that a person took to fill in the form."},
    }


def _purpose() -> Json:
    told = "Of a service that takes submissions: its documents come along under their ids, or afterwards."
    return _TEXT | {"enum": ["", SUBMISSION, QUESTION], "description": told}


def _field(field: FormField) -> Json:
    told: Json = {"title": field.label} | ({"description": field.hint} if field.hint else {})
    if field.choices:
        return _TEXT | told | {"enum": ["", *(choice.value for choice in field.choices)]}
    return _TEXT | told | {"maxLength": field.max_length} | ({"minLength": 1} if field.mandatory else {})


def _or_null(schema: Json) -> Json:
    """In JSON null stands for nothing given, where nothing may be given."""
    if schema.get("minLength"):
        return schema
    return schema | {"type": [schema["type"], "null"]} | ({"enum": [*schema["enum"], None]} if "enum" in schema else {})


def _files(files: FilesField) -> Json:
    item = {"type": "string", "contentMediaType": "application/octet-stream"}
    return {
        "type": "array",
        "title": files.label,
        "description": files.hint,
        "maxItems": files.max_files,
        "items": item,
    }


def _looking() -> Json:
    return {
        "operationId": "look",
        "summary": "The receipt of a question, and what became of it.",
        "parameters": [_reference(), _key("query", is_required=False)],
        "responses": {
            "200": _answer("The state as of now.", {"text/html": _TEXT, "application/json": _ref("State")}),
            "404": _refusal("There is no such reference, or the key is not its own: the two look the same."),
            "503": _refusal("The store can't be read just now; nothing is lost."),
            "500": _refusal("A fault of ours."),
        },
    }


def _confirming_page() -> Json:
    return {
        "operationId": "confirmPage",
        "summary": "A page with the desk's button, which mail scanners that follow links do not press.",
        "parameters": [_reference(), _key("query", is_required=False)],
        "responses": {
            "200": _answer("The page.", {"text/html": _TEXT}),
            "404": _refusal("There is no such reference, or the key is not its own."),
            "503": _refusal("The store can't be read just now."),
            "500": _refusal("A fault of ours."),
        },
    }


def _confirming() -> Json:
    form = {"type": "object", "required": ["key"], "properties": {"key": _TEXT}}
    return {
        "operationId": "confirm",
        "summary": "The desk has the question.",
        "parameters": [_reference()],
        "requestBody": {"required": True, "content": {"application/x-www-form-urlencoded": {"schema": form}}},
        "responses": {
            "303": _answer("Noted; the same again changes nothing.", {}, "Location"),
            "400": _refusal("The body is not what its Content-Type says."),
            "404": _refusal("There is no such reference, or the key is not its own."),
            "413": _refusal("The body is too large."),
            "415": _refusal("The body is not a form."),
            "503": _refusal("It could not be noted."),
            "500": _refusal("A fault of ours."),
        },
    }


def _handing_on() -> Json:
    confirming = _confirming()
    body = {"type": "object", "properties": {"key": {"type": "string"}, "desk": {"type": "string"}}}
    return confirming | {
        "operationId": "hand_on",
        "summary": "The desk says whose question it is: the letter goes there.",
        "requestBody": {"content": {"application/x-www-form-urlencoded": {"schema": body}}},
        "responses": confirming["responses"] | {"422": _refusal("No such desk, or the question was erased.")},
    }


def _sending_documents() -> Json:
    body = {"type": "object", "description": "Files, each under the id of its document."}
    return {
        "operationId": "sendDocuments",
        "summary": "Documents of a submission, together or one by one. Those that were taken are kept.",
        "parameters": [_reference(), _key("query", is_required=False)],
        "requestBody": {"required": True, "content": {"multipart/form-data": {"schema": body}}},
        "responses": {
            "200": _answer("On disk, for who wants JSON.", {"application/json": _ref("Documents")}),
            "303": _answer("On disk, for a browser: to the receipt.", {}, "Location"),
            "400": _refusal("The body is not what its Content-Type says."),
            "404": _refusal("There is no such submission, or the key is not its own."),
            "408": _refusal("The body came too slowly."),
            "409": _refusal("The desk has checked the documents already."),
            "413": _refusal("The body is too large."),
            "415": _refusal("The body is neither a form nor JSON."),
            "422": _refusal("A document can't be taken, told at its field."),
            "503": _refusal("It could not be stored, or there is no room to read it.", "Retry-After"),
            "500": _refusal("A fault of ours."),
        },
    }


def _opening_document() -> Json:
    document = {"name": "document", "in": "path", "required": True, "schema": _TEXT}
    until = {"name": "until", "in": "query", "required": False, "schema": _TEXT}
    content = {kind: {"schema": {"type": "string"}} for kind in MEDIA_TYPES.values()}
    return {
        "operationId": "openDocument",
        "summary": "A document that the desk's letter links to, as a file.",
        "parameters": [_reference(), document, until, _key("query", is_required=False)],
        "responses": {
            "200": {"description": "The file.", "content": content},
            "404": _refusal("There is no such document, or the key is not its own: the two look the same."),
            "410": _refusal("The link's time is over."),
            "503": _refusal("The store can't be read just now."),
            "500": _refusal("A fault of ours."),
        },
    }


def _stepping() -> Json:
    names = {"enum": ["complete", "verified", "paid", "returned"]}
    said = {
        "key": _TEXT,
        "step": _TEXT | names,
        "mark": _TEXT | {"description": "As the page had it."},
        "reason": _TEXT | {"maxLength": 1000},
    }
    told = {"409": _refusal("That can't be said now, or was said before."), "422": _refusal("No reason was given.")}
    return _button("step", "The desk says how far a submission is, or what is wrong with it.", said, told)


def _renewing_links() -> Json:
    told = {"409": _refusal("There is no letter yet, or the submission was erased.")}
    return _button("renewLinks", "The desk gets its letter again, with links that open.", {"key": _TEXT}, told)


def _button(operation: str, summary: str, properties: Mapping[str, Json], told: Json) -> Json:
    confirming = _confirming()
    body = {"type": "object", "required": ["key"], "properties": dict(properties)}
    return confirming | {
        "operationId": operation,
        "summary": summary,
        "requestBody": {"required": True, "content": {"application/x-www-form-urlencoded": {"schema": body}}},
        "responses": confirming["responses"] | told,
    }


def _health() -> Json:
    told = {"application/json": _ref("Health")}
    return {
        "operationId": "health",
        "summary": "Whether questions can be stored, and which contacts.yml is in use.",
        "responses": {"200": _answer("They can.", told), "503": _answer("They can't.", told)},
    }


def _metrics() -> Json:
    return {
        "operationId": "metrics",
        "summary": "Counts for Prometheus, without a citizen's data.",
        "responses": {"200": _answer("The text format of Prometheus.", {"text/plain": _TEXT})},
    }


def _reference() -> Json:
    told = "As it was given, like K7M4-PX9R; small letters and no hyphen will do."
    return {"name": "reference", "in": "path", "required": True, "description": told, "schema": _TEXT}


def _key(place: str, *, is_required: bool) -> Json:
    return {"name": "key", "in": place, "required": is_required, "schema": _TEXT}


def _answer(told: str, content: Mapping[str, Json], *headers: str) -> Json:
    bodies = {"content": {kind: {"schema": schema} for kind, schema in content.items()}} if content else {}
    return {"description": told} | bodies | _named(headers)


def _refusal(told: str, *headers: str) -> Json:
    """A page, or a problem document (RFC 9457) for who wants JSON."""
    return _answer(told, {"text/html": _TEXT, "application/problem+json": _ref("Problem")}, *headers)


def _named(headers: Iterable[str]) -> Json:
    named = {name: {"$ref": f"#/components/headers/{name}"} for name in headers}
    return {"headers": named} if named else {}


def _ref(name: str) -> Json:
    return {"$ref": f"#/components/schemas/{name}"}


def _headers() -> Json:
    return {
        "Location": {"required": True, "schema": _TEXT},
        "Retry-After": {"required": True, "schema": {"type": "integer", "minimum": 1}},
    }


def _schemas() -> Json:
    state = {
        "reference": {"type": "string", "pattern": _REFERENCE},
        "desk": _TEXT,
        "stored_at": _INSTANT,
        "accepted_at": _INSTANT,
        "opens_next": _INSTANT,
        "reply_by": _INSTANT,
    }
    return {
        "State": _record(state),
        "Stored": _record(state | {"status_url": _TEXT}),
        "Documents": _record({name: {"type": "array", "items": _TEXT} for name in ("documents", "lacking")}),
        "Health": _record({
            "status": {"enum": ["ok", "failing"]},
            "contacts_sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
            "waiting": {"type": ["integer", "null"]},
        }),
        "Problem": _problem(),
    }  # fmt: skip


def _record(properties: Mapping[str, Json]) -> Json:
    """Every property is always there; more may come with a later version."""
    return {"type": "object", "required": list(properties), "properties": dict(properties)}


def _problem() -> Json:
    error = _record({"field": _TEXT, "message": _TEXT})
    way = _record({"href": _TEXT, "action": _TEXT})
    known = _record({"type": _TEXT, "title": _TEXT, "status": {"type": "integer"}, "detail": _TEXT})
    more = {"errors": {"type": "array", "items": error}, "ways": {"type": "array", "items": way}}
    return known | {"properties": known["properties"] | more}
