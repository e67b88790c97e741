"""The door: a notice as it leaves the site: poster at the gate, text for WhatsApp, text for the press. Pure."""

from generator.handouts.broadcast import broadcast
from generator.handouts.facts import Facts, facts_of
from generator.handouts.poster import Poster, poster_view
from generator.handouts.press import press_text
from generator.handouts.qr_code import qr
from generator.handouts.share import ShareLinks, share_links

__all__ = ["Facts", "Poster", "ShareLinks", "broadcast", "facts_of", "poster_view", "press_text", "qr", "share_links"]
