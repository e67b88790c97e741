"""Files for tests, and an outbox that shows what it was given."""

import threading
from collections.abc import Callable, Sequence
from typing import TypeVar

from form_api.outbox import Counts, Filed, NewInquiry, Outbox, Write
from form_api.records import Inquiry

T = TypeVar("T")
PDF = b"%PDF-1.7\nSPPT 2020\n%%EOF\n"
JPG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + b"foto" * 10
PNG = b"\x89PNG\r\n\x1a\n" + b"pindai" * 10


class WatchedOutbox(Outbox):
    """An outbox; `given` are the inquiries it was asked to store, files included."""

    given: list[Inquiry]

    def storing(self, new: NewInquiry, new_reference: Callable[[], str]) -> Write[Filed]:
        self.given = [*getattr(self, "given", []), new.inquiry]
        return super().storing(new, new_reference)


class SlowOutbox(Outbox):
    """A store that takes its time, as a database on a disk that is stuck."""

    seconds = 0.5

    def prove_writable(self) -> None:
        threading.Event().wait(self.seconds)

    def counts(self) -> Counts:
        threading.Event().wait(self.seconds)
        return super().counts()

    def commit_all(self, writes: Sequence[Write[T]]) -> list[T]:
        threading.Event().wait(self.seconds)
        return super().commit_all(writes)


def attached(*files: tuple[str, bytes]) -> list[tuple[str, tuple[str, bytes, str]]]:
    """Files as a page's input sends them."""
    return [("attachments", (name, content, "application/octet-stream")) for name, content in files]
