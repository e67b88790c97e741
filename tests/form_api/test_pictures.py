"""Photographs of documents: upright, readable, small, and silent about where they were taken."""

import zlib
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms, PngImagePlugin

from form_api.attachments import MEGABYTE
from form_api.pictures import LONGEST_SIDE, cleaned
from form_api.verdicts import Examined, Unusable
from tests.form_api.photographs import ORIENTATION, TURNED, as_png, photograph, sheet


def opened(content: bytes) -> Image.Image:
    """The picture that is kept, which must be one."""
    verdict = cleaned(content)
    assert isinstance(verdict, Examined), verdict
    assert verdict.type == "jpg"
    return Image.open(BytesIO(verdict.content))


def is_red(picture: Image.Image, x: float, y: float) -> bool:
    found = picture.getpixel((int(picture.width * x), int(picture.height * y)))
    assert isinstance(found, tuple)
    return found[0] > 150 and found[1] < 100


def test_a_photograph_is_upright_and_readable() -> None:
    """12 megapixels of a telephone that was held upright: what lay on its side stands, and fits a letter."""
    content = photograph()
    picture = opened(content)
    assert picture.size == (1500, LONGEST_SIDE)
    assert (is_red(picture, 0.75, 0.25), is_red(picture, 0.25, 0.25)) == (True, False)
    verdict = cleaned(content)
    assert isinstance(verdict, Examined)
    assert len(content) > 8 * MEGABYTE > 4 * len(verdict.content)


@pytest.mark.parametrize("content", [photograph(), photograph(400, 300)], ids=["large", "small"])
def test_nothing_is_told_beside_the_picture(content: bytes) -> None:
    """Neither the place nor the telephone nor a comment, though the picture was small already."""
    kept = opened(content)
    assert dict(kept.getexif()) == {}
    assert set(kept.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    verdict = cleaned(content)
    assert isinstance(verdict, Examined)
    assert not any(word in verdict.content for word in (b"Exif", b"Telepon", b"di rumah", b"http://ns.adobe.com"))


@pytest.mark.parametrize("orientation", range(1, 9))
def test_each_way_of_holding_it_is_known(orientation: int) -> None:
    """All eight of them, mirrored ones too; the red quarter tells."""
    corners = {1: (0.2, 0.2), 2: (0.8, 0.2), 3: (0.8, 0.8), 4: (0.2, 0.8)}
    corners |= {5: (0.2, 0.2), 6: (0.8, 0.2), 7: (0.8, 0.8), 8: (0.2, 0.8)}
    picture = opened(photograph(800, 600, orientation=orientation))
    assert picture.size == ((800, 600) if orientation < 5 else (600, 800))
    assert [is_red(picture, x, y) for x, y in sorted(set(corners.values()))].count(True) == 1
    assert is_red(picture, *corners[orientation])


def test_what_is_seen_through_lies_on_white() -> None:
    """A screenshot with a transparent ground is no black sheet."""
    picture = opened(as_png(Image.new("RGBA", (50, 50), (0, 0, 0, 0))))
    assert picture.getpixel((25, 25)) == (255, 255, 255)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "I;16", "RGB"])
def test_every_kind_of_png_is_read(mode: str) -> None:
    """Bits, greys, palettes: a scanner writes what it likes."""
    grey = Image.linear_gradient("L")
    made = Image.new("I;16", (256, 256), 30_000) if mode == "I;16" else grey.convert(mode)
    text = PngImagePlugin.PngInfo()
    text.add_text("Author", "Siti")
    assert opened(as_png(made, pnginfo=text)).mode == "RGB"


@pytest.mark.parametrize("mode", ["1", "P"])
def test_no_line_of_a_scan_is_lost(mode: str) -> None:
    """Scanners write bits; every second row left out would take thin lines, and digits, with it."""
    lines = range(100, 4000, 37)
    scan = Image.new("L", (300, 4100), 255)
    for y in lines:
        scan.paste(0, (0, y, 300, y + 1))
    kept = opened(as_png(scan.convert(mode))).convert("L")
    assert sum(kept.getpixel((70, y * LONGEST_SIDE // 4100)) != 255 for y in lines) > len(lines) * 0.9


@pytest.mark.parametrize("mode", ["L", "LA", "I;16", "RGB", "RGBA"])
def test_every_kind_of_png_is_scaled(mode: str) -> None:
    """Upright too, where it says which way it was held."""
    exif = Image.Exif()
    exif[ORIENTATION] = TURNED
    made = Image.new("I;16", (2400, 60), 30_000) if mode == "I;16" else Image.new(mode, (2400, 60))
    assert opened(as_png(made, exif=exif)).size == (50, LONGEST_SIDE)


def test_a_profile_s_colours_are_kept() -> None:
    """A telephone has other primaries than a screen: here its first is what a screen calls green."""
    swapped = _srgb().replace(b"rXYZ", b"wXYZ").replace(b"gXYZ", b"rXYZ").replace(b"wXYZ", b"gXYZ")
    written = BytesIO()
    Image.new("RGB", (16, 16), (255, 0, 0)).save(written, "JPEG", icc_profile=swapped)
    found = opened(written.getvalue()).getpixel((8, 8))
    assert isinstance(found, tuple)
    assert (found[0] < 100, found[1] > 200) == (True, True)


def test_the_first_of_several_pictures_is_kept() -> None:
    """Telephones put a second picture behind the first, for depth or movement."""
    written = BytesIO()
    sheet(400, 300).save(written, "MPO", save_all=True, append_images=[Image.new("RGB", (40, 30))])
    kept = opened(written.getvalue())
    assert (kept.format, kept.size) == ("JPEG", (400, 300))


def test_a_printer_s_colours_are_a_screen_s() -> None:
    """A JPEG in four inks, and one with a profile that is none."""
    for more in ({}, {"icc_profile": b"bukan profil"}, {"icc_profile": _srgb()}):
        written = BytesIO()
        sheet(64, 64, "CMYK" if not more else "RGB").save(written, "JPEG", **more)
        assert "icc_profile" not in opened(written.getvalue()).info


def _srgb() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


@pytest.mark.parametrize(
    "content", [photograph(400, 300)[:-2000], b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n", b"PK\x03\x04"]
)
def test_what_is_broken_is_told(content: bytes) -> None:
    """Half of a picture is none, whatever its beginning says."""
    assert cleaned(content) == Unusable("picture-broken")


def test_a_bomb_is_not_opened() -> None:
    """50,000 by 50,000 pixels in a few bytes: the head says so, and nothing is decoded."""
    head = bytearray(as_png(Image.new("1", (8, 8))))
    head[16:24] = (50_000).to_bytes(4, "big") * 2
    head[29:33] = zlib.crc32(bytes(head[12:29])).to_bytes(4, "big")
    assert cleaned(bytes(head)) == Unusable("picture-too-large", {"limit": 65})


@settings(max_examples=60)
@given(st.binary(max_size=300), st.integers(2, 900))
def test_no_bytes_break_it(tail: bytes, at: int) -> None:
    """Whatever follows a good beginning: a picture, or a sentence that says what to do."""
    good = photograph(40, 30, quality=50)
    assert isinstance(cleaned(good[:at] + tail + good[at + len(tail) :]), Examined | Unusable)
