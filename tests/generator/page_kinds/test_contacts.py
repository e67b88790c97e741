"""contacts: all ways to reach all offices, on one page."""

import json
import re

import pytest

from generator.directory import Directory
from generator.page import Page
from generator.page_kinds import contacts
from generator.page_kinds.contacts import contact_pages
from tests.generator.written import writer


def page_of(directory: Directory) -> Page:
    return next(iter(contact_pages(writer(directory))))


def live(page: Page) -> set[str]:
    found = re.search(r'id="live">(.*?)</script>', page.body)
    assert found
    return set(json.loads(found[1])["channels"])


def test_every_way_is_there_once(pasuruan: Directory) -> None:
    """Each channel under its office, but for the form, which is on the page of each service."""
    page = page_of(pasuruan)
    links = re.findall(r'href="((?:tel|mailto|https://wa\.me)[^"?]*)', page.body)
    assert len(links) == len(set(links)) == 8
    assert "#pertanyaan" not in page.body
    assert live(page) == set(pasuruan.channels) - {"formulir"}


def test_a_way_that_is_not_for_all_says_for_what(pasuruan: Directory) -> None:
    """Four WhatsApp numbers: who asks about land tax need not guess."""
    row = page_of(pasuruan).body.split("wa.me/6281230060440", 1)[1].split("</li>", 1)[0]
    assert "Pajak Bumi dan Bangunan (PBB-P2)" in row
    assert "BPHTB" not in row


def test_many_channels_tell_no_state(pasuruan: Directory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Their changes would weigh more than the page; the hours stand there all the same."""
    monkeypatch.setattr(contacts, "MOST_LIVE", 10)
    page = page_of(pasuruan)
    assert live(page) == set()
    assert "07.30–15.30" in page.body


def test_where_there_are_thousands_each_office_tells_its_own(
    pasuruan: Directory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page of two megabytes never comes in a village: this one names the offices and leads to them."""
    monkeypatch.setattr(contacts, "MOST_ROWS", 3)
    page = page_of(pasuruan)
    assert re.findall(r"tel:|mailto:|wa\.me", page.body) == []
    assert all(f"kantor/{office}/" in page.body for office in pasuruan.organizations)
    assert "di halaman setiap kantor" in page.body
