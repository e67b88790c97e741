"""sitemap.xml, held to the protocol of sitemaps.org and to what search engines ask of pages in many languages."""

from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest

from benchmarks.at_once import pages
from generator.assets import page_templates
from generator.directory import Directory
from tests.building import FOUNDING_DAY, good
from tests.generator.full import FULL
from tests.generator.test_pages import ASSETS

MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"


@pytest.fixture(scope="module", params=["pasuruan", "full"])
def directory(request: pytest.FixtureRequest, pasuruan: Directory) -> Directory:
    return pasuruan if request.param == "pasuruan" else good(FULL)


@pytest.fixture(scope="module")
def written(directory: Directory) -> dict[str, str]:
    return pages(directory, FOUNDING_DAY, page_templates(), ASSETS)


@pytest.fixture(scope="module")
def entries(written: dict[str, str]) -> dict[str, dict[str, str]]:
    """The address of each page, and its address in each language."""
    root = ElementTree.fromstring(written["sitemap.xml"].encode())
    assert root.tag == f"{MAP}urlset"
    assert {entry.tag for entry in root} == {f"{MAP}url"}
    return {
        entry.findtext(f"{MAP}loc", ""): {
            link.attrib["hreflang"]: link.attrib["href"] for link in entry.findall(f"{XHTML}link")
        }
        for entry in root
    }


def test_it_has_the_structure_of_the_protocol(written: dict[str, str], entries: dict[str, dict[str, str]]) -> None:
    """Nothing but places and alternates, no page twice, within the protocol's bounds."""
    root = ElementTree.fromstring(written["sitemap.xml"].encode())
    assert {part.tag for entry in root for part in entry} == {f"{MAP}loc", f"{XHTML}link"}
    assert {link.attrib["rel"] for link in root.iter(f"{XHTML}link")} == {"alternate"}
    assert 0 < len(list(root)) == len(entries) <= 50_000
    assert len(written["sitemap.xml"].encode()) <= 50 * 1024 * 1024
    assert all(len(address) < 2048 for address in entries)


def test_every_address_is_absolute_and_the_sites_own(directory: Directory, entries: dict[str, dict[str, str]]) -> None:
    """Under the site's address, spelt as an address may be, without a query or a fragment."""
    for address in entries:
        parts = urlsplit(address)
        assert address.startswith(directory.site.url.rstrip("/") + "/")
        assert address.isascii()
        assert (parts.query, parts.fragment) == ("", "")


def test_alternates_are_mutual(directory: Directory, entries: dict[str, dict[str, str]]) -> None:
    """Each page names itself and the others in every language, and those name it: else search engines heed none."""
    for address, alternates in entries.items():
        assert list(alternates) == list(directory.site.languages)
        assert address in alternates.values()
        assert all(entries[other] == alternates for other in alternates.values())


def test_it_names_every_page_but_that_for_wrong_addresses(
    directory: Directory, written: dict[str, str], entries: dict[str, dict[str, str]]
) -> None:
    """What is published can be found; a poster stands for its notice, which is."""
    base = directory.site.url.rstrip("/") + "/"
    unlisted = {"not-found/"} | {path.removesuffix("index.md") for path in written if "/poster/" in path}
    paths = {path.removesuffix("index.md") for path in written if path.endswith("index.md")}
    assert {address.removeprefix(base) for address in entries} == paths - unlisted
    assert f"Sitemap: {base}sitemap.xml" in written["robots.txt"].splitlines()
