"""An HTTP request -> what was typed, or why it can't be read. The body's size is limited before anything parses it."""

import json
from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote_to_bytes

from starlette.datastructures import Headers, UploadFile
from starlette.formparsers import FormParser, MultiPartException, MultiPartParser
from starlette.requests import ClientDisconnect, Request

MAX_BODY_BYTES = 256 * 1024
MAX_FIELDS = 50


class TooLargeError(Exception):
    """The body is larger than MAX_BODY_BYTES."""


class UnsupportedError(Exception):
    """The body is neither a form nor JSON."""


class MalformedError(Exception):
    """The body is not what its Content-Type says, or only a part of it came."""


@dataclass(frozen=True, slots=True)
class Typed:
    """Fields as they were typed; `has_files` where a file came along."""

    fields: Mapping[str, object]
    has_files: bool = False


def wants_json(request: Request) -> bool:
    """HTML unless the body or Accept says JSON; `*/*` is HTML."""
    accept = request.headers.get("accept", "")
    return _content_type(request.headers) == "application/json" or ("json" in accept and "text/html" not in accept)


async def read_typed(request: Request) -> Typed:
    """Raises: TooLargeError, UnsupportedError, MalformedError."""
    kind = _content_type(request.headers)
    if kind not in {"application/json", "application/x-www-form-urlencoded", "multipart/form-data"}:
        raise UnsupportedError
    body = await _limited_body(request)
    if kind == "application/json":
        return Typed(_json_fields(body))
    return await _form_fields(request.headers, kind, body)


def _content_type(headers: Headers) -> str:
    return headers.get("content-type", "").partition(";")[0].strip().lower()


async def _limited_body(request: Request) -> bytes:
    announced = request.headers.get("content-length", "0")
    if announced.isdigit() and int(announced) > MAX_BODY_BYTES:
        raise TooLargeError
    body = bytearray()
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > MAX_BODY_BYTES:
                raise TooLargeError
    except ClientDisconnect as error:
        raise MalformedError from error
    return bytes(body)


def _json_fields(body: bytes) -> Mapping[str, object]:
    try:
        fields = json.loads(body, object_pairs_hook=_each_once)
    except (ValueError, RecursionError) as error:
        raise MalformedError from error
    if not isinstance(fields, dict):
        raise MalformedError
    return {name: "" if value is None else value for name, value in fields.items()}


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """The fields by name. One that came twice is no field that anybody could read."""
    if len({name for name, _ in pairs}) < len(pairs):
        raise MalformedError
    return dict(pairs)


def _refuse_half_texts(kind: str, body: bytes) -> None:
    """What is not UTF-8, or was cut before its last boundary, would be altered by reading it."""
    if kind == "multipart/form-data" and not body.rstrip().endswith(b"--"):
        raise MalformedError
    if kind == "application/x-www-form-urlencoded":
        unquote_to_bytes(body.replace(b"+", b" ")).decode("utf-8")


async def _form_fields(headers: Headers, kind: str, body: bytes) -> Typed:
    async def whole() -> AsyncGenerator[bytes, None]:
        yield body

    try:
        _refuse_half_texts(kind, body)
        if kind == "multipart/form-data":
            form = await MultiPartParser(headers, whole(), max_files=MAX_FIELDS, max_fields=MAX_FIELDS).parse()
        else:
            form = await FormParser(headers, whole(), max_fields=MAX_FIELDS).parse()
    except (MultiPartException, ValueError, KeyError, AttributeError) as error:
        raise MalformedError from error
    uploads = [value for _, value in form.multi_items() if isinstance(value, UploadFile)]
    has_files = any(upload.filename for upload in uploads)
    for upload in uploads:
        await upload.close()
    texts = [(name, value) for name, value in form.multi_items() if isinstance(value, str)]
    return Typed(_each_once(texts), has_files)
