"""What a shared link shows: every property, in the page's language, and a picture that fits a small square."""

from datetime import date

from PIL import Image

from generator.directory import Directory, absolute, language
from generator.open_graph import SHARE_NAME, SHARE_SIZE, properties
from generator.page import Page
from tests.building import ROOT, good
from tests.generator.full import FULL

PICTURE = ROOT / "site_src" / "assets" / SHARE_NAME
PATHS = {"id": "layanan/ktp/", "en": "en/services/ktp/"}


def told(directory: Directory, code: str = "id", published: date | None = None) -> list[tuple[str, str]]:
    page = Page("service", "Judul", "Isinya.", language(code), PATHS, published=published)
    return properties(directory.site, page, "assets/share.1.png")


def test_a_page_has_every_property_that_a_preview_needs() -> None:
    """In the page's language, with absolute addresses under the site's own folder."""
    assert told(good(FULL), "en") == [
        ("og:title", "Judul"),
        ("og:type", "website"),
        ("og:url", "https://kantor.example/loket/en/services/ktp/"),
        ("og:description", "Isinya."),
        ("og:site_name", "City desk"),
        ("og:locale", "en_GB"),
        ("og:locale:alternate", "id_ID"),
        ("og:image", "https://kantor.example/loket/assets/share.1.png"),
        ("og:image:type", "image/png"),
        ("og:image:width", "1200"),
        ("og:image:height", "630"),
        ("og:image:alt", "City desk"),
    ]


def test_news_has_its_date(pasuruan: Directory) -> None:
    """A notice is an article; no other page is."""
    found = dict(told(pasuruan, published=date(2020, 3, 23)))
    assert (found["og:type"], found["article:published_time"]) == ("article", "2020-03-23")
    assert "article:published_time" not in dict(told(pasuruan))


def test_a_page_without_an_address_is_not_shared(pasuruan: Directory) -> None:
    """The page for wrong addresses has none; and one without a description has no empty property."""
    lost = Page("not-found", "Tidak ada", "", language("id"), {"id": "not-found/"}, at_any_depth=True)
    assert properties(pasuruan.site, lost, "assets/share.1.png") == []
    bare = Page("service", "Judul", "", language("id"), PATHS)
    assert "og:description" not in dict(properties(pasuruan.site, bare, "x.png"))
    assert absolute(pasuruan.site, "x.png") in dict(properties(pasuruan.site, bare, "x.png")).values()


def test_the_picture_is_light_and_as_large_as_told() -> None:
    """At most 15 KB, so that a preview shows on any line."""
    with Image.open(PICTURE) as picture:
        assert (picture.size, picture.format) == (SHARE_SIZE, "PNG")
    assert PICTURE.stat().st_size <= 15_000


def test_the_mark_is_whole_in_a_square_of_the_middle() -> None:
    """Outside the square that small previews cut out there is the plain colour of the site's header."""
    with Image.open(PICTURE) as opened:
        picture = opened.convert("RGB")
    plain = Image.new("RGB", picture.size, picture.getpixel((0, 0)))
    width, height = picture.size
    square = ((width - height) // 2, 0, (width + height) // 2, height)
    around = picture.copy()
    around.paste(plain.crop(square), square)
    assert around.tobytes() == plain.tobytes()
    assert picture.tobytes() != plain.tobytes()
    assert plain.getpixel((0, 0)) == (0x0B, 0x4A, 0x5F)
