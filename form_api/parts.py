"""A multipart body, piece by piece -> its texts and its files; the only module that knows the parser. Pure.

Never writes a part to disk, nor guesses at bytes that are not UTF-8: a text that can't be read is refused.
"""

import logging
import re
from urllib.parse import unquote

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from form_api.attachments import SentFile

MAX_PARTS = 50
logging.getLogger("python_multipart").setLevel(logging.CRITICAL)  # 0.0.34 warns of each odd byte that anybody sends


class BrokenPartsError(ValueError):
    """The body is not what a form sends."""


class TooMuchTextError(Exception):
    """The texts together are longer than they may be."""


class Parts:
    """What has come so far. `feed` pieces as they arrive, then `finish`."""

    def __init__(self, content_type: str, *, max_text_bytes: int) -> None:
        """Raises: BrokenPartsError where the Content-Type names no boundary that can be used."""
        _, options = parse_options_header(content_type)
        try:
            self._parser = MultipartParser(options[b"boundary"], {
                "on_part_begin": self._begin,
                "on_header_field": self._header_name,
                "on_header_value": self._header_value,
                "on_header_end": self._end_header,
                "on_headers_finished": self._end_headers,
                "on_part_data": self._data,
                "on_part_end": self._end,
                "on_end": self._close,
            })  # fmt: skip
        except (FormParserError, KeyError, ValueError) as error:
            raise BrokenPartsError from error
        self.texts: list[tuple[str, str]] = []
        self.files: list[SentFile] = []
        self._text_bytes_left = max_text_bytes
        self._is_closed = False
        self._begin()

    def feed(self, piece: bytes) -> None:
        """Raises: BrokenPartsError, TooMuchTextError; `texts` holds what was whole before."""
        try:
            self._parser.write(piece)
        except (FormParserError, ValueError) as error:
            raise BrokenPartsError from error

    def finish(self) -> None:
        """Raises: BrokenPartsError where the last boundary is missing, so that something may be."""
        if not self._is_closed:
            raise BrokenPartsError

    def kept(self) -> dict[str, str]:
        """The texts so far, the one that was being read as far as it came: for showing it again, not for storing."""
        texts = dict(self.texts)
        if self._field and self._file_name is None:
            texts.setdefault(self._field, self._content.decode("utf-8", errors="ignore"))
        return texts

    def _begin(self) -> None:
        self._name = self._value = self._disposition = b""
        self._field = ""
        self._file_name: str | None = None
        self._content = bytearray()

    def _header_name(self, data: bytes, start: int, end: int) -> None:
        self._name += data[start:end]

    def _header_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _end_header(self) -> None:
        if self._name.lower() == b"content-disposition":
            self._disposition = self._value
        self._name = self._value = b""

    def _end_headers(self) -> None:
        _, options = parse_options_header(self._disposition)
        if b"name" not in options or len(self.texts) + len(self.files) >= MAX_PARTS:
            raise BrokenPartsError
        self._field = options[b"name"].decode("utf-8")
        self._file_name = _file_name(options.get(b"filename"), self._disposition)

    def _data(self, data: bytes, start: int, end: int) -> None:
        self._content += data[start:end]
        if self._file_name is None:
            self._text_bytes_left -= end - start
            if self._text_bytes_left < 0:
                raise TooMuchTextError

    def _end(self) -> None:
        if self._file_name is None:
            self.texts.append((self._field, self._content.decode("utf-8")))
        else:
            self.files.append(SentFile(self._field, self._file_name, bytes(self._content)))
        self._begin()

    def _close(self) -> None:
        self._is_closed = True


def _file_name(plain: bytes | None, disposition: bytes) -> str | None:
    """The name of a file; None for a text.

    Browsers write a quotation mark in it as %22 (HTML Standard, "multipart/form-data encoding algorithm"). RFC 7578
    forbids the extended form `filename*=UTF-8''...`, which some programs send alone; what comes with it is a file.
    """
    if plain is not None:
        return plain.decode("utf-8", errors="replace").replace("%22", '"')
    extended = re.search(rb"""filename\*\s*=\s*"?(?:[\w-]*'[^']*')?([^;"]*)""", disposition, re.IGNORECASE)
    return unquote(extended[1].decode("ascii", errors="replace")).strip() if extended else None
