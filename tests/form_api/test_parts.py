"""Multipart bodies: what was typed is what is read, in whatever pieces it comes, and nothing is guessed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from form_api.attachments import SentFile
from form_api.parts import MAX_PARTS, BrokenPartsError, Parts, TooMuchTextError

KIND = "multipart/form-data; boundary=batas"


def part(disposition: str, content: bytes) -> bytes:
    return b"--batas\r\nContent-Disposition: form-data; " + disposition.encode() + b"\r\n\r\n" + content + b"\r\n"


def read(*parts: bytes, step: int = 0, end: bytes = b"--batas--\r\n", max_text_bytes: int = 1000) -> Parts:
    body = b"".join(parts) + end
    found = Parts(KIND, max_text_bytes=max_text_bytes)
    for start in range(0, len(body), step or len(body)):
        found.feed(body[start : start + (step or len(body))])
    found.finish()
    return found


@pytest.mark.parametrize("step", [0, 1, 7])
def test_texts_and_files_come_whole(step: int) -> None:
    """However the network cuts the body, and with boundaries and line ends in a file."""
    content = b"%PDF\r\n--bata\r\n--batas2\0\xff"
    found = read(part('name="message"', "é\r\n👩".encode()), part('name="a"; filename="é.pdf"', content), step=step)
    assert found.texts == [("message", "é\r\n👩")]
    assert found.files == [SentFile("a", "é.pdf", content)]


@given(st.text(st.characters(exclude_categories=["Cs"])), st.binary(), st.integers(1, 30))
def test_what_was_sent_is_what_is_read(text: str, content: bytes, step: int) -> None:
    """To the byte, as long as the boundary is none of the content."""
    found = read(part('name="m"', text.encode()), part('name="a"; filename="x"', content), step=step)
    assert (found.texts[0][1], found.files[0].content) == (text, content)


@pytest.mark.parametrize(
    ("disposition", "name"),
    [
        ('filename="ktp.pdf"', "ktp.pdf"),
        ('filename="a%22b.pdf"', 'a"b.pdf'),
        ("filename=ktp.pdf", "ktp.pdf"),
        ('filename=""', ""),
        ("filename*=UTF-8''s%C3%A9.pdf", "sé.pdf"),
        ("filename*=\"UTF-8''s%C3%A9.pdf\"", "sé.pdf"),
        ("FILENAME*=utf-8'id'a.pdf", "a.pdf"),
        ("filename*=", ""),
        ("filename=\"a.pdf\"; filename*=UTF-8''b.exe", "a.pdf"),
    ],
)
def test_a_file_is_known_by_its_name(disposition: str, name: str) -> None:
    """Any spelling of a file name makes a file, never a text in which its bytes would stand."""
    assert read(part(f'name="a"; {disposition}', b"x")).files == [SentFile("a", name, b"x")]


@pytest.mark.parametrize(
    "parts",
    [
        [b"--batas\r\n\r\nx\r\n"],
        [part('filename="x"', b"x")],
        [part('name="m"', b"\xff")],
        [b'--batas\r\nContent-Disposition: form-data; name="\xff"\r\n\r\nx\r\n'],
        [part('name="m"', b"x")] * (MAX_PARTS + 1),
        [b"--batas\r\n" + b"X: y\r\n" * 1000 + b"\r\nx\r\n"],
        [b"--batas\r\nX: " + b"y" * 100_000 + b"\r\n\r\nx\r\n"],
        [b"not a part\r\n"],
    ],
)
def test_what_no_form_sends_is_refused(parts: list[bytes]) -> None:
    """Nothing is guessed where a name, a boundary or the encoding is missing, or there is too much of them."""
    with pytest.raises(BrokenPartsError):
        read(*parts)


@pytest.mark.parametrize("end", [b"", b"--batas\r\n", b"--bata"])
def test_a_body_without_its_end_is_refused(end: bytes) -> None:
    """What was cut on its way may lack anything."""
    with pytest.raises(BrokenPartsError):
        read(part('name="m"', b"x"), end=end)


@pytest.mark.parametrize("kind", ["multipart/form-data", "multipart/form-data; boundary=" + "x" * 1000, ""])
def test_a_boundary_is_needed(kind: str) -> None:
    """None, or one that no browser makes, is told before anything is read."""
    with pytest.raises(BrokenPartsError):
        Parts(kind, max_text_bytes=1000)


def test_texts_have_a_limit_together() -> None:
    """What came before it is kept for showing it again, the last text as far as it came; files don't count."""
    found = Parts(KIND, max_text_bytes=10)
    found.feed(part('name="a"; filename="x"', b"x" * 100) + part('name="m"', b"12345"))
    with pytest.raises(TooMuchTextError):
        found.feed(part('name="n"', "67890é".encode()))
    assert found.kept() == {"m": "12345", "n": "67890é"}


def test_a_nested_form_is_a_text() -> None:
    """A multipart body within a part is what its bytes are, and opens nothing."""
    inner = b'--dalam\r\nContent-Disposition: form-data; name="email"\r\n\r\nx@y.example\r\n--dalam--'
    assert read(part('name="m"', inner)).texts == [("m", inner.decode())]
