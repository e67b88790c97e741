"""The links by which a notice's page hands the notice on. Pure."""

from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import quote

from generator.directory.addresses import handout_path
from generator.directory.model import Site
from generator.handouts.broadcast import broadcast
from generator.handouts.facts import Facts

FORWARD = "https://wa.me/?text="


class ShareLinks(NamedTuple):
    """`whatsapp` opens the choice of a chat with the text already written; `calendar` is empty where there is none."""

    poster: str
    broadcast: str
    whatsapp: str
    press: str
    calendar: str


def share_links(site: Site, facts: Facts, link: Callable[[str], str], calendar: str = "") -> ShareLinks:
    """`link` makes a link of the page from a path of the site, and `calendar` is such a path."""
    words, notice_id = facts.words, facts.item.id
    return ShareLinks(
        poster=link(handout_path(site, words, "poster", notice_id)),
        broadcast=link(handout_path(site, words, "broadcast", notice_id)),
        whatsapp=FORWARD + quote(broadcast(facts).rstrip("\n"), safe=""),
        press=link(handout_path(site, words, "press", notice_id)),
        calendar=link(calendar) if calendar else "",
    )
