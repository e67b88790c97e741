"""Golden pages: a change of what citizens see is read as a diff. `make accept` rewrites them."""

import os
import re
from pathlib import Path

import pytest

from tests.building import ROOT

GOLDEN = ROOT / "tests" / "golden"
PAGES = (
    "index.html",
    "404.html",
    "layanan/pbb-p2/index.html",
    "en/services/jht/index.html",
    "kantor/bkd/index.html",
    "pengumuman/index.html",
    "pengumuman/loket-tutup-2020-03/index.html",
    "contacts.json",
    "sitemap.xml",
)


def readable(text: str) -> str:
    """One tag a line, and no hash of an asset, which changes with every touch of a stylesheet."""
    text = re.sub(r"(assets/\w+)\.[0-9a-f]{12}\.", r"\1.HASH.", text)
    return re.sub(r">\s*<", ">\n<", text)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_as_it_was_accepted(built_site: Path, name: str) -> None:
    """What changed on a page was meant to change."""
    golden = GOLDEN / name.replace("/", "__")
    told = readable((built_site / name).read_text(encoding="utf-8"))
    if os.environ.get("ACCEPT"):
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(told, encoding="utf-8")
    assert told == golden.read_text(encoding="utf-8"), "run `make accept` and read the diff"
