"""Documents examined in a process of their own: bombs end there, and the next document is served."""

import asyncio
import subprocess
import sys
import zipfile
import zlib
from io import BytesIO
from pathlib import Path

import pytest

from form_api import examining
from form_api.attachments import MEGABYTE, file_type
from form_api.examining import Examiner
from form_api.verdicts import Examined, Unusable
from tests.building import ROOT
from tests.form_api.photographs import as_png, paper, photograph, sheet

HARD = Unusable("file-too-hard")


def examined(*contents: bytes, seconds: float = 60) -> list[Examined | Unusable]:
    async def all_of_them() -> list[Examined | Unusable]:
        examiner = Examiner(seconds)
        return list(await asyncio.gather(*(examiner.examine(content) for content in contents)))

    return asyncio.run(all_of_them())


def packed_bomb(megabytes: int) -> bytes:
    """A paper whose objects lie in a stream that is a thousand times as large unpacked."""
    packed = zlib.compress(b"1 0 " + bytes(megabytes * MEGABYTE), 1)
    return (
        b"%PDF-1.5\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"3 0 obj<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length " + str(len(packed)).encode() + b">>stream\n"
        + packed
        + b"\nendstream endobj\n4 0 obj<</Type/XRef/Size 5/W[1 2 1]/Root 1 0 R/Length 20>>stream\n"
        + bytes([0, 0, 0, 0, 1, 0, 9, 0, 2, 0, 3, 0, 1, 0, 58, 0, 1, 0, 0, 0])
        + b"\nendstream endobj\nstartxref\n0\n%%EOF\n"
    )  # fmt: skip


def test_each_kind_is_examined() -> None:
    """A photograph comes back small, a paper as it was."""
    content = paper()
    picture, kept = examined(photograph(800, 600), content)
    assert isinstance(picture, Examined)
    assert (picture.type, kept) == ("jpg", Examined("pdf", content))


def test_a_bomb_ends_in_its_own_process() -> None:
    """A picture that needs more memory than there is, a paper of 600 MB: told, and the next is served."""
    huge = as_png(sheet(7900, 7900, "RGB").convert("RGBA"), compress_level=1)
    bombed, packed, after = examined(huge, packed_bomb(600), photograph(400, 300))
    assert bombed == HARD
    assert isinstance(packed, Unusable)
    assert isinstance(after, Examined)


def test_a_zip_under_another_name_is_no_document() -> None:
    """The content decides: it never reaches a decoder."""
    written = BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("a", b"0" * 10 * MEGABYTE)
    assert file_type(written.getvalue()) is None
    assert examined(written.getvalue()) == [Unusable("picture-broken")]


def test_nobody_waits_for_ever() -> None:
    """A document that takes too long is given up."""
    assert examined(photograph(), seconds=0.05) == [HARD]


def test_a_process_that_dies_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Killed by the system, or unable to start: the citizen gets a sentence, not a 500."""
    monkeypatch.setattr(examining, "_HOME", tmp_path)
    assert examined(paper()) == [HARD]


def test_the_server_loads_no_decoder() -> None:
    """What has a fault in it is not even there."""
    code = "import sys, form_api.app; print(sorted({'PIL', 'pikepdf'} & set(sys.modules)))"
    said = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"
