"""What a newcomer has answered so far. Pure; judges nothing."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

MOST_SUGGESTED = 40
"""Letters of an id that is made from a name: it is part of an address that people read aloud."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """The answers. Where nobody has answered yet stands what lets the others be judged all the same.

    `names`, `services` and `desks` hold a text by language; `hours` what was typed for each group of weekdays.
    """

    languages: tuple[str, ...] = ("id",)
    names: Mapping[str, str] = field(default_factory=dict)
    slug: str = "kantor"
    zone: str = "Asia/Jakarta"
    url: str = "https://kantor.example"
    street: str = ""
    whatsapp: str = ""
    phone: str = ""
    hours: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    services: Mapping[str, str] = field(default_factory=dict)
    desks: Mapping[str, str] = field(default_factory=dict)
    mailbox: str = ""
    sender: str = ""


def suggested_slug(name: str, otherwise: str) -> str:
    """An id for a record of that name: its words as far as they fit; `otherwise` where none can be spelled so."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    slug = "-".join(re.findall("[a-z0-9]+", plain))
    if len(slug) > MOST_SUGGESTED:
        slug = slug[: MOST_SUGGESTED + 1].rpartition("-")[0] or slug[:MOST_SUGGESTED]
    return slug or otherwise
