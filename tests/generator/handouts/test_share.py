"""share: the links by which a notice is handed on."""

from types import SimpleNamespace
from urllib.parse import parse_qs, urlsplit

from generator.assets import page_templates
from generator.directory import Directory
from generator.handouts import ShareLinks, broadcast, share_links
from tests.generator.handouts.cases import facts
from tests.web_page import WebPage


def links_of(directory: Directory, code: str, calendar: str = "") -> ShareLinks:
    return share_links(directory.site, facts(directory, code=code), lambda path: f"../{path}", calendar)


def test_the_handouts_live_beside_the_notice(pasuruan: Directory) -> None:
    """The addresses are those of the design, in each language."""
    found = links_of(pasuruan, "id")
    assert found.poster == "../pengumuman/loket-tutup-2020-03/poster/"
    assert found.broadcast == "../pengumuman/loket-tutup-2020-03/siaran.txt"
    assert found.press == "../pengumuman/loket-tutup-2020-03/pers.txt"
    english = links_of(pasuruan, "en")
    assert (english.poster, english.broadcast, english.press) == tuple(
        f"../en/notices/loket-tutup-2020-03/{name}" for name in ("poster/", "broadcast.txt", "press.txt")
    )


def test_a_tap_writes_the_message(pasuruan: Directory) -> None:
    """WhatsApp gets the very text of the broadcast, every line and sign of it."""
    address = urlsplit(links_of(pasuruan, "id").whatsapp)
    assert (address.netloc, address.path) == ("wa.me", "/")
    assert parse_qs(address.query)["text"] == [broadcast(facts(pasuruan)).rstrip("\n")]


def test_the_page_offers_each_of_them(pasuruan: Directory) -> None:
    """And the calendar where there is one."""
    macro = page_templates().get_template("share.html").module.share  # type: ignore[attr-defined]
    words = facts(pasuruan).words
    found = links_of(pasuruan, "id", "kalender.ics")
    assert set(WebPage(macro(SimpleNamespace(t=words), found)).links) == set(found)
    assert len(WebPage(macro(SimpleNamespace(t=words), links_of(pasuruan, "id"))).links) == 4
