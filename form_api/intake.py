"""An HTTP request -> what was typed and sent along, or why it can't be read.

Never holds more of a body than its limit, nor waits for one that does not come: size, pace and the room that all
requests share are looked at with every piece, before anything parses it.
"""

import asyncio
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from starlette.datastructures import Headers
from starlette.requests import Request

from form_api.attachments import MEGABYTE, SentFile
from form_api.budget import Share
from form_api.pace import Pace
from form_api.parts import MAX_PARTS, BrokenPartsError, Parts, TooMuchTextError
from generator.directory import Directory, PerDirectory

MAX_TEXT_BYTES = 256 * 1024
MAX_FIELDS = MAX_PARTS
MAX_DOCUMENTS_MB = 48
"""Of one body: documents that are larger together come one after the other."""
_PACE = Pace()


class TooLargeError(Exception):
    """The body is larger than `limit_bytes`. `fields`: the texts of a form, which come before its files."""

    def __init__(self, limit_bytes: int, fields: Mapping[str, object] | None = None) -> None:
        super().__init__(limit_bytes)
        self.limit_bytes = limit_bytes
        self.fields = fields or {}


class UnsupportedError(Exception):
    """The body is neither a form nor JSON."""


class MalformedError(Exception):
    """The body is not what its Content-Type says, or only a part of it came."""


class SlowError(Exception):
    """The body did not come in time."""


@dataclass(frozen=True, slots=True)
class Typed:
    """Fields as they were typed, and the files that came along, an input that was left empty too."""

    fields: Mapping[str, object]
    files: tuple[SentFile, ...] = ()


@dataclass
class _Body:
    """A body on its way. `limit_bytes`: how much of it may come at all, which is never less than its texts may have."""

    request: Request
    share: Share
    pace: Pace
    limit_bytes: int
    received_bytes: int = field(default=0, init=False)

    async def read(self, take: Callable[[bytes], object]) -> None:
        """Hands on each piece as it comes. Raises: TooLargeError, SlowError, MalformedError, BusyError."""
        clock = asyncio.get_running_loop().time
        deadline = self.pace.first_deadline(clock())
        try:
            async with asyncio.timeout_at(self.pace.cut_at(deadline, clock())) as limit:
                piece_bytes, has_more = await self._take_next(take)
                while has_more:
                    deadline = self.pace.later_deadline(deadline, clock(), piece_bytes)
                    limit.reschedule(self.pace.cut_at(deadline, clock()))
                    piece_bytes, has_more = await self._take_next(take)
        except TimeoutError as error:
            raise SlowError from error

    async def _take_next(self, take: Callable[[bytes], object]) -> tuple[int, bool]:
        """The bytes of a piece, and whether another follows. Source: the ASGI specification, HTTP, Request."""
        message = await self.request.receive()
        if message["type"] == "http.disconnect":
            raise MalformedError
        piece = message.get("body", b"")
        self.received_bytes += len(piece)
        self.share.take(len(piece))
        take(piece)
        if self.received_bytes > MAX_TEXT_BYTES and self.received_bytes > self._read_at_most():
            raise TooLargeError(self.limit_bytes)
        return len(piece), bool(message.get("more_body", False))

    def _read_at_most(self) -> int:
        """Of a body that says itself that it is too large, only its beginning, which has the texts."""
        return min(MAX_TEXT_BYTES, self.limit_bytes) if self.is_announced_too_large() else self.limit_bytes

    def is_announced_too_large(self) -> bool:
        announced = self.request.headers.get("content-length", "0")
        return announced.isdigit() and int(announced) > self.limit_bytes


def wants_json(request: Request) -> bool:
    """HTML unless the body or Accept says JSON; `*/*` is HTML."""
    accept = request.headers.get("accept", "")
    return _content_type(request.headers) == "application/json" or ("json" in accept and "text/html" not in accept)


def max_body_bytes(directory: Directory) -> int:
    """The limit of a multipart body: its texts, and the files or documents that the directory takes."""
    taken = directory.inquiry.attachments if directory.inquiry else None
    files = taken.max_total_mb * MEGABYTE if taken else 0
    return MAX_TEXT_BYTES + max(files, _documents_bytes(directory))


def max_documents_bytes(directory: Directory) -> int:
    """Of documents that come after the form."""
    return MAX_TEXT_BYTES + _documents_bytes(directory)


def _most_documents_bytes(directory: Directory) -> int:
    """All documents of the service that asks for most, as far as one body may hold them."""
    sizes = (
        sum(document.upload.max_mb for document in service.required_documents.values() if document.upload)
        for service in directory.services.values()
        if service.submission
    )
    return min(max(sizes, default=0), MAX_DOCUMENTS_MB) * MEGABYTE


_documents_bytes = PerDirectory(_most_documents_bytes)


async def read_typed(
    request: Request, directory: Directory, share: Share, pace: Pace = _PACE, *, max_parts_bytes: int | None = None
) -> Typed:
    """`max_parts_bytes`: of a body with files, where it is not that of a question.

    Raises: TooLargeError, UnsupportedError, MalformedError, SlowError, BusyError.
    """
    match _content_type(request.headers):
        case "application/json":
            return Typed(_json_fields(await _whole(_Body(request, share, pace, MAX_TEXT_BYTES))))
        case "application/x-www-form-urlencoded":
            return Typed(await _form_fields(_Body(request, share, pace, MAX_TEXT_BYTES)))
        case "multipart/form-data":
            limit = max_body_bytes(directory) if max_parts_bytes is None else max_parts_bytes
            return await _parts(_Body(request, share, pace, limit))
        case _:
            raise UnsupportedError


def _content_type(headers: Headers) -> str:
    return headers.get("content-type", "").partition(";")[0].strip().lower()


async def _whole(body: _Body) -> bytes:
    if body.is_announced_too_large():
        raise TooLargeError(body.limit_bytes)
    come = bytearray()
    await body.read(come.extend)
    return bytes(come)


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


async def _form_fields(body: _Body) -> Mapping[str, str]:
    come = bytearray()
    try:
        await body.read(come.extend)
        pairs = parse_qsl(come.decode(), keep_blank_values=True, max_num_fields=MAX_FIELDS, errors="strict")
    except TooLargeError as error:
        beginning = bytes(come[:MAX_TEXT_BYTES]).decode(errors="ignore")
        raise TooLargeError(error.limit_bytes, dict(parse_qsl(beginning, keep_blank_values=True))) from error
    except ValueError as error:  # not UTF-8, which reading would alter, or too many fields
        raise MalformedError from error
    return _each_once(pairs)


async def _parts(body: _Body) -> Typed:
    try:
        parts = Parts(body.request.headers["content-type"], max_text_bytes=MAX_TEXT_BYTES)
    except BrokenPartsError as error:
        raise MalformedError from error
    try:
        await body.read(parts.feed)
        parts.finish()
    except (TooLargeError, TooMuchTextError) as error:
        limit_bytes = MAX_TEXT_BYTES if isinstance(error, TooMuchTextError) else body.limit_bytes
        raise TooLargeError(limit_bytes, parts.kept()) from error
    except BrokenPartsError as error:
        raise MalformedError from error
    return Typed(_each_once(parts.texts), tuple(parts.files))
