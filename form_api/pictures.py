"""A photograph of a document -> an upright picture of a readable size that tells nothing but what it shows.

The only module that knows Pillow. It runs in a process of its own (`examine_one`), never in the server's.
"""

from io import BytesIO

from PIL import Image, ImageCms, ImageFile, ImageOps

from form_api.verdicts import Examined, Unusable, Verdict

LONGEST_SIDE = 2000
"""In pixels. A sheet of A4 has 170 dots an inch then, which small print can be read at, and weighs less than 1 MB."""
MOST_PIXELS = 65_000_000
"""A telephone's largest common photograph, 9248 by 6936; looked at before anything is decoded."""
QUALITY = 80
_MEGA = 1_000_000

Image.MAX_IMAGE_PIXELS = None  # our own limit, below, is looked at first
ImageFile.LOAD_TRUNCATED_IMAGES = False


def cleaned(content: bytes) -> Verdict:
    """A JPEG without any metadata, upright as its EXIF says, on white, at most LONGEST_SIDE wide and high.

    Of several pictures in one file the first. Source: Exif 2.32, 4.6.4 (Orientation).
    """
    try:
        with Image.open(BytesIO(content), formats=("JPEG", "PNG")) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                return Unusable("picture-too-large", {"limit": MOST_PIXELS // _MEGA})
            return Examined("jpg", _as_jpeg(picture))
    except MemoryError:
        raise
    except Exception:  # a decoder that meets rubbish raises whatever it likes
        return Unusable("picture-broken")


def _as_jpeg(picture: Image.Image) -> bytes:
    scale = min(1, LONGEST_SIDE / max(picture.size))
    if picture.format in {"JPEG", "MPO"}:  # decoded at half or a quarter at once, where that is enough
        picture.draft("RGB", (round(picture.width * scale), round(picture.height * scale)))
    profile = picture.info.get("icc_profile")
    picture = _in_shades(picture)
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE), reducing_gap=2.0)
    small = ImageOps.exif_transpose(picture)  # after the scaling: it makes a copy
    plain = _in_srgb(_on_white(small), profile)
    plain.info = {}  # a comment would be written along
    written = BytesIO()
    plain.save(written, "JPEG", quality=QUALITY, optimize=True)
    return written.getvalue()


def _in_shades(picture: Image.Image) -> Image.Image:
    """Bits and palettes have nothing between two colours: scaled as they are, they lose every second line."""
    if picture.mode == "1":
        return picture.convert("L")
    if picture.mode != "P":
        return picture
    return picture.convert("RGBA" if picture.has_transparency_data else "RGB")


def _on_white(picture: Image.Image) -> Image.Image:
    if picture.mode.startswith("I"):  # 16 bits of grey, which `convert` would cut off at white
        return picture.convert("I").point(lambda value: value / 256).convert("L").convert("RGB")
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    seen = picture.convert("RGBA")
    sheet = Image.new("RGB", seen.size, "white")
    sheet.paste(seen, mask=seen.getchannel("A"))
    return sheet


def _in_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """In the colours that every screen shows; as they are where the profile is none for them."""
    if not profile:
        return picture
    try:
        converted = ImageCms.profileToProfile(picture, BytesIO(profile), ImageCms.createProfile("sRGB"))
    except ImageCms.PyCMSError:
        return picture
    return converted or picture
