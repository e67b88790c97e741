"""Documents examined in a process of their own: bombs end there, and the next document is served."""

import asyncio
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from form_api import examining
from form_api.attachments import MEGABYTE, file_type
from form_api.examining import Examiner
from form_api.verdicts import Examined, Unusable
from tests.building import ROOT
from tests.form_api.photographs import as_png, paper, paper_packed, photograph
from tests.form_api.questions import KEY

HARD = Unusable("file-too-hard")


def examined(*contents: bytes, seconds: float = 60) -> list[Examined | Unusable]:
    async def all_of_them() -> list[Examined | Unusable]:
        examiner = Examiner(seconds)
        return list(await asyncio.gather(*(examiner.examine(content) for content in contents)))

    return asyncio.run(all_of_them())


def test_each_kind_is_examined() -> None:
    """A photograph comes back small, a paper as it was."""
    content = paper()
    picture, kept = examined(photograph(800, 600), content)
    assert isinstance(picture, Examined)
    assert (picture.type, kept) == ("jpg", Examined("pdf", content))


def test_a_bomb_ends_in_its_own_process() -> None:
    """A paper of 600 MB that hides a script, a picture that asks for 750 MB: refused, and the next is served."""
    hidden = paper_packed("<</S/JavaScript/JS(x)>>", padding=bytes(600 * MEGABYTE))
    bombed, asked, after = examined(hidden, inflated(), photograph(400, 300))
    assert bombed in (Unusable("paper-broken"), HARD)
    assert asked in (Unusable("picture-broken"), HARD)
    assert isinstance(after, Examined)


def test_a_decoder_is_told_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever takes it over by a document finds none of our settings in what it was given."""
    monkeypatch.setenv("FORM_API_KEY", KEY.reveal())

    async def environment() -> str:
        process = await Examiner()._started()
        try:
            return Path(f"/proc/{process.pid}/environ").read_text(encoding="utf-8")
        finally:
            process.kill()
            await process.wait()

    assert "FORM_API" not in asyncio.run(environment())


def inflated() -> bytes:
    """A progressive picture of four inks whose head says 8,000 by 8,000: all of it is held until the last scan."""
    written = BytesIO()
    Image.new("CMYK", (64, 64)).save(written, "JPEG", progressive=True)
    head, mark, body = written.getvalue().partition(b"\xff\xc2")
    return head + mark + body[:3] + (8000).to_bytes(2, "big") * 2 + body[7:]


@pytest.mark.parametrize(("mode", "size"), [("RGB", (9248, 6936)), ("RGBA", (7300, 5480))])
def test_a_telephone_s_largest_picture_is_taken(mode: str, size: tuple[int, int]) -> None:
    """64 megapixels, which are a little more, unpacked whole; with a transparent ground 40."""
    (kept,) = examined(as_png(Image.new(mode, size, "white"), compress_level=1))
    assert isinstance(kept, Examined)


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


def test_a_machine_that_is_full_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No process can be had: a sentence as well."""
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    assert examined(paper()) == [HARD]
