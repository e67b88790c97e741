"""Files: the content decides, names are cleaned and kept, and each fault names the file and the limit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from form_api.attachments import (
    MEGABYTE,
    SentFile,
    chosen,
    file_faults,
    file_type,
    most_bytes,
    shown_name,
    size_told,
    uploaded,
)
from form_api.inquiry import FieldFault, read_inquiry
from form_api.records import UploadedFile
from generator.directory import FilesField, available_languages, language, question_form
from tests.form_api.questions import TYPED, read, two_desks, with_files
from tests.form_api.sending import JPG, PDF, PNG

ID = language("id")


def sent(name: str, content: bytes = PDF, field: str = "attachments") -> SentFile:
    return SentFile(field, name, content)


def field_of(max_files: int = 3, max_total_mb: int = 1) -> FilesField:
    files = question_form(with_files(max_files, max_total_mb), None, ID).files
    assert files is not None
    return files


def faults(*files: SentFile, max_letter_mb: int = 20) -> list[str]:
    return [fault for fault, _ in file_faults(files, field_of(), ID, max_letter_mb=max_letter_mb)]


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PDF, "pdf"),
        (b"\xef\xbb\xbf%PDF-1.4", "pdf"),
        (b"\r\n\n%PDF-1.4", "pdf"),
        (JPG, "jpg"),
        (PNG, "png"),
        (b"PK\x03\x04word/document.xml", None),
        (b"MZ\x90\x00", None),
        (b"<html>%PDF-1.4", None),
        (b"GIF89a", None),
        (b"\x89PNG\n\x1a\n", None),
        (b"", None),
    ],
)
def test_the_content_decides_what_a_file_is(content: bytes, kind: str | None) -> None:
    """The first bytes tell the type, whatever the name says."""
    assert file_type(content) == kind


@pytest.mark.parametrize("name", ["scan.exe", "scan", "scan.png", "سند.pdf"])
def test_a_wrong_ending_is_no_fault(name: str) -> None:
    """A PDF by any name is taken as a PDF, under the name that the citizen gave it."""
    found = read_inquiry(with_files(), TYPED, [sent(name)])
    assert not isinstance(found, tuple)
    assert found.files == (UploadedFile(field="attachments", name=name, type="pdf", content=PDF),)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("ktp.pdf", "ktp.pdf"),
        ("Surat é 字 سند 👩‍👩‍👧.pdf", "Surat é 字 سند 👩‍👩‍👧.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\Siti\\ktp.pdf", "ktp.pdf"),
        ("a\r\nBcc: x@y.example.pdf", "a Bcc: x@y.example.pdf"),
        ("a\u2028b\u2029c.pdf", "a b c.pdf"),
        ("a\0b\x1b[2J\ud800.pdf", "ab[2J.pdf"),
        ("gpj\u202efdp.pdf", "gpjfdp.pdf"),
        ("  ktp  .pdf ", "ktp .pdf"),
        ("x" * 200 + ".jpeg", "x" * 144 + "….jpeg"),
        ("x" * 200, "x" * 149 + "…"),
    ],
)
def test_a_name_is_cleaned_for_showing(name: str, shown: str) -> None:
    """One line without path and control characters, in any script; a long one keeps its ending."""
    assert shown_name(name) == shown
    assert len(shown) <= 150


@given(st.text(st.characters()))
def test_no_name_breaks_a_line(name: str) -> None:
    """Whatever a file is called, its name can be written in a letter as it stands."""
    shown = shown_name(name)
    assert shown == shown.encode().decode()
    assert len(shown.splitlines()) <= 1
    assert shown == shown_name(shown)


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ([sent("a.pdf", b"")], ["file-empty"]),
        ([sent("a.pdf", b"PK\x03\x04")], ["file-type"]),
        ([sent("a.pdf", field="ktp")], ["file-elsewhere"]),
        ([sent("a"), sent("b"), sent("c"), sent("d")], ["files-too-many"]),
        ([sent("a", PDF + b" " * MEGABYTE)], ["files-too-large"]),
        ([sent("a", b""), sent("b", b"x"), sent("c"), sent("d")], ["file-empty", "file-type", "files-too-many"]),
    ],
)
def test_every_fault_is_told(files: list[SentFile], told: list[str]) -> None:
    """Each file's own fault, then their number, then their size: all of them at once."""
    assert faults(*files) == told


def test_only_the_types_of_the_directory_are_taken() -> None:
    """What another office takes, this one may not."""
    found = read_inquiry(with_files(types="pdf"), TYPED, [sent("foto.jpg", JPG)])
    assert isinstance(found, tuple)
    assert found[0].say(ID) == "foto.jpg bukan berkas PDF. Simpan sebagai PDF, lalu pilih sekali lagi."


def test_the_limits_are_good_themselves() -> None:
    """As many files and as many bytes as the form says."""
    third = PDF + b" " * (MEGABYTE // 3 - len(PDF))
    assert faults(sent("a", third), sent("b", third), sent("c", third)) == []


def test_a_letter_must_carry_them() -> None:
    """Where the mail server takes less than the directory says, the encoded size of all files together decides."""
    assert most_bytes(field_of(max_total_mb=15), 20) == int(20 * MEGABYTE / 1.37)
    assert most_bytes(field_of(max_total_mb=14), 20) == 14 * MEGABYTE
    assert faults(sent("a", PDF + b" " * 750_000), max_letter_mb=1) == []
    assert faults(sent("a", PDF + b" " * 770_000), max_letter_mb=1) == ["files-too-large"]


@pytest.mark.parametrize("code", available_languages())
def test_a_fault_names_files_and_limits(code: str) -> None:
    """What is too large, how large it is, and how large it may be."""
    large = sent("peta.pdf", PDF + b" " * (2 * MEGABYTE))
    ((fault, details),) = file_faults([large], field_of(), language(code))
    said = FieldFault("attachments", fault, details).say(language(code))
    assert all(part in said for part in ("peta.pdf", "1 MB", "3 MB"))


def test_an_empty_input_is_no_file() -> None:
    """Browsers send an input that was left empty as a file without name and content."""
    assert chosen([sent("", b""), sent("a"), sent("", PDF)]) == (sent("a"), sent("", PDF))
    assert uploaded([sent("", PDF)], ID)[0].name == ID("form.unnamed_file")


def test_a_form_without_files_refuses_them() -> None:
    """Where the directory says nothing of attachments nothing is taken, and nothing dropped in silence."""
    found = read_inquiry(two_desks(), TYPED, [sent("a.pdf")])
    assert found == (FieldFault("attachments", "file-refused"),)


@pytest.mark.parametrize("text", ["ktp.pdf", ["ktp.pdf"], 7])
def test_files_that_stayed_behind_are_told(text: object) -> None:
    """A page that can't send files sends their names: the citizen learns that they did not come along."""
    found = read_inquiry(with_files(), TYPED | {"attachments": text})
    assert found == (FieldFault("attachments", "file-not-sent"),)
    assert read(with_files(), attachments="").files == ()


@pytest.mark.parametrize(
    ("size", "told", "told_up"),
    [(256 * 1024, "256 KB", "256 KB"), (MEGABYTE, "1 MB", "1 MB"), (1_500_000, "1 MB", "2 MB")],
)
def test_a_size_is_told_in_whole_numbers(size: int, told: str, told_up: str) -> None:
    """A limit is never told larger than it is, nor what is beyond it smaller."""
    assert (size_told(size), size_told(size, up=True)) == (told, told_up)
