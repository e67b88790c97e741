"""An address as a QR code, drawn with the page that shows it. Pure."""

import re
from functools import lru_cache
from typing import Any

import zxingcpp

QUIET_ZONE = 4  # ISO/IEC 18004: so many modules around a code stay white
_DARK = re.compile(rb"\0+")


@lru_cache(maxsize=4096)  # a preview asks for the same ones at each save
def qr(address: str) -> str:
    """A QR code as an SVG picture without a size of its own, black on white, with its quiet zone.

    Source: ISO/IEC 18004; level M, of which 15% may be torn or wet.
    """
    rows = modules(address)
    side = len(rows) + 2 * QUIET_ZONE
    dark = "".join(_strokes(row, QUIET_ZONE + number) for number, row in enumerate(rows))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" class="code">'
        f'<path fill="#fff" d="M0 0h{side}v{side}h-{side}z"/><path stroke="#000" d="{dark}"/></svg>'
    )


def modules(address: str) -> list[bytes]:
    """The rows of the code without its quiet zone: a byte for each module, 0 where it is dark."""
    code = zxingcpp.create_barcode(address, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    picture: Any = zxingcpp.write_barcode_to_image(code, scale=1, add_quiet_zones=False)
    height, width = picture.shape
    flat = bytes(picture)  # it is a buffer, which its types do not tell
    return [flat[row * width : (row + 1) * width] for row in range(height)]


def _strokes(row: bytes, y: int) -> str:
    """Each run of dark modules is a stroke along its middle, one module wide."""
    return "".join(f"M{QUIET_ZONE + run.start()} {y}.5h{run.end() - run.start()}" for run in _DARK.finditer(row))
