"""Photographs and papers as citizens send them, made for the test: nobody's card is among them."""

import zlib
from collections.abc import Mapping
from functools import cache
from io import BytesIO
from typing import Any

import pikepdf
from PIL import Image

ORIENTATION, GPS, MAKE = 0x0112, 0x8825, 0x010F
TURNED = 6
"""The telephone was held upright: what is stored lies on its side. Source: Exif 2.32, 4.6.4."""
ANYWHERE = {1: "S", 2: (7.0, 38.0, 43.0), 3: "E", 4: (112.0, 54.0, 25.0)}


def sheet(width: int, height: int, mode: str = "RGB") -> Image.Image:
    """Noise, which packs as badly as a photograph; its upper left quarter is red."""
    grey = Image.effect_noise((width, height), 40)
    made = Image.merge(mode, [grey] * len(mode))
    made.paste((220, 20, 20), (0, 0, width // 2, height // 2))
    return made


@cache
def photograph(
    width: int = 4000, height: int = 3000, quality: int = 98, orientation: int = TURNED, **more: Any
) -> bytes:
    """As a telephone writes it: where it was taken, with what, and which way it was held."""
    exif = Image.Exif()
    exif[ORIENTATION], exif[MAKE] = orientation, "Telepon"
    exif.get_ifd(GPS).update(ANYWHERE)
    written = BytesIO()
    sheet(width, height).save(written, "JPEG", quality=quality, exif=exif, comment=b"di rumah", **more)
    return written.getvalue()


def as_png(picture: Image.Image, **more: Any) -> bytes:
    written = BytesIO()
    picture.save(written, "PNG", **more)
    return written.getvalue()


def paper(objects: Mapping[str, str] | None = None, **how: Any) -> bytes:
    """One empty page. `objects`: what else the catalogue of the paper holds, as a PDF writes it."""
    made = pikepdf.new()
    made.add_blank_page()
    for key, value in (objects or {}).items():
        made.Root[key] = made.make_indirect(pikepdf.Object.parse(value.encode()))
    written = BytesIO()
    made.save(written, **how)
    return written.getvalue()


def paper_packed(
    action: str, *, number: int = 4, padding: bytes = b"", cut: int = 0, packing: str = "FlateDecode"
) -> bytes:
    """One empty page whose opening action, object 4, lies packed in another object; the rest spoils it.

    `number`: what the packed object says that it is. `cut`: how many bytes the packing lacks.
    """
    packed = zlib.compress(f"{number} 0 {action} ".encode() + padding, 1)
    packed = packed[: len(packed) - cut]
    stream = f"<</Type/ObjStm/N 1/First 4/Filter/{packing}/Length {len(packed)}>>stream\n".encode()
    objects = {
        1: b"<</Type/Catalog/Pages 2 0 R/OpenAction 4 0 R>>",
        2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Resources<<>>>>",
        5: stream + packed + b"\nendstream",
    }
    written, rows = b"%PDF-1.5\n", {0: bytes(6), 4: b"\2" + (5).to_bytes(4, "big") + b"\0"}
    for at, body in objects.items():
        rows[at] = b"\1" + len(written).to_bytes(4, "big") + b"\0"
        written += b"%d 0 obj\n%b\nendobj\n" % (at, body)
    table = b"".join(rows[at] for at in sorted(rows))
    head = b"6 0 obj\n<</Type/XRef/Size 6/W[1 4 1]/Root 1 0 R/Length %d>>stream\n" % len(table)
    return written + head + table + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % len(written)
