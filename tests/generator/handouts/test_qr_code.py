"""qr_code: the code on the poster."""

import random
import re

import pytest
import qrcode

from generator.handouts.qr_code import QUIET_ZONE, modules, qr

LETTERS = "abcdefghijklmnopqrstuvwxyz-/"


def addresses() -> list[str]:
    """Of every length that a poster could have."""
    chosen = random.Random(18004)
    return ["https://a.example/" + "".join(chosen.choices(LETTERS, k=length)) for length in range(1, 200, 9)]


def made_by_another(address: str, mask: int) -> list[bytes]:
    """The same code at the same level with one of the eight masks, by a program that shares nothing with ours."""
    code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_M, border=0, mask_pattern=mask)
    code.add_data(address, optimize=0)
    code.make()
    return [bytes(0 if dark else 255 for dark in row) for row in code.get_matrix()]


@pytest.mark.parametrize("address", addresses())
def test_every_module_is_where_the_standard_wants_it(address: str) -> None:
    """Another implementation of ISO/IEC 18004 makes the very same code with one of the eight masks."""
    assert modules(address) in [made_by_another(address, mask) for mask in range(8)]


def test_the_picture_shows_the_modules() -> None:
    """A stroke for each run of dark modules, within a quiet zone."""
    rows = modules("https://kantor.example/pengumuman/banjir/")
    drawn = [bytearray(b"\xff" * len(rows)) for _ in rows]
    for x, y, length in re.findall(r"M(\d+) (\d+)\.5h(\d+)", qr("https://kantor.example/pengumuman/banjir/")):
        begin = int(x) - QUIET_ZONE
        drawn[int(y) - QUIET_ZONE][begin : begin + int(length)] = bytes(int(length))
    assert drawn == rows


def test_the_code_is_a_picture_that_the_policy_allows() -> None:
    """No style, no declaration, no size of its own; black on white."""
    code = qr("https://kantor.example/pengumuman/banjir/")
    assert code.startswith("<svg ")
    assert " style=" not in code
    assert re.search(r'viewBox="0 0 \d+ \d+"', code)
    assert re.findall(r'(?:fill|stroke)="([^"]+)"', code) == ["#fff", "#000"]
    assert not re.search(r"<svg[^>]* (width|height)=", code)
