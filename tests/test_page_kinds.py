"""The choice of pages for those who look at one of each kind."""

from pathlib import Path

import pytest

from tests.page_kinds import kinds_of_pages


def _write(site: Path, path: str, kind: str, language: str = "id", more: str = "") -> None:
    file = site / path
    file.parent.mkdir(parents=True, exist_ok=True)
    body = f'<div class="loket loket--{kind}">{more}</div>' if kind else more
    file.write_text(f'<!doctype html><html lang="{language}"><body>{body}', encoding="utf-8")


def test_the_longest_page_of_each_kind_stands_for_it(tmp_path: Path) -> None:
    """In each language; a page that does not say its kind stands for itself."""
    _write(tmp_path, "layanan/a/index.html", "service")
    _write(tmp_path, "layanan/b/index.html", "service", more="panjang")
    _write(tmp_path, "layanan/c/index.html", "service")
    _write(tmp_path, "en/services/a/index.html", "service", "en")
    _write(tmp_path, "404.html", "not-found")
    _write(tmp_path, "lain/index.html", "")
    assert [str(page) for page in kinds_of_pages(tmp_path)] == [
        "/lain/ (id) /lain/",
        "not-found (id) /404.html",
        "service (en) /en/services/a/",
        "service (id) /layanan/b/",
    ]


@pytest.mark.parametrize("kind", ["home", "service", "office", "notice", "notices"])
def test_every_page_of_the_founding_case_says_its_kind(built_site: Path, kind: str) -> None:
    """And is there in both languages."""
    assert {page.language for page in kinds_of_pages(built_site) if page.kind == kind} == {"id", "en"}
