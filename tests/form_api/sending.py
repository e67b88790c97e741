"""Files for tests, and an outbox that shows what it was given."""

from collections.abc import Callable

from form_api.outbox import Filed, NewInquiry, Outbox, Write
from form_api.records import Inquiry

PDF = b"%PDF-1.7\nSPPT 2020\n%%EOF\n"
JPG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + b"foto" * 10
PNG = b"\x89PNG\r\n\x1a\n" + b"pindai" * 10


class WatchedOutbox(Outbox):
    """An outbox; `given` are the inquiries it was asked to store, files included."""

    given: list[Inquiry]

    def storing(self, new: NewInquiry, new_reference: Callable[[], str]) -> Write[Filed]:
        self.given = [*getattr(self, "given", []), new.inquiry]
        return super().storing(new, new_reference)


def attached(*files: tuple[str, bytes]) -> list[tuple[str, tuple[str, bytes, str]]]:
    """Files as a page's input sends them."""
    return [("attachments", (name, content, "application/octet-stream")) for name, content in files]
