"""privacy: who uses what a citizen writes, for what, and for how long."""

import re

from generator.directory import Directory
from tests.building import good
from tests.generator.full import FULL
from tests.generator.written import body, written


def terms(page: str) -> dict[str, list[tuple[str, str]]]:
    """Per office its terms and what stands under them."""
    offices = re.split(r"<h2>(.*?)</h2>", page)[1:]
    pairs = r"<dt>(.*?)</dt><dd>(.*?)</dd>"
    return {
        name: [(term, re.sub(r"<[^>]*>", "", told).strip()) for term, told in re.findall(pairs, part)]
        for name, part in zip(offices[::2], offices[1::2], strict=True)
    }


def test_every_office_tells_all_that_it_wrote() -> None:
    """In the words of the file, in both languages."""
    files = written(good(FULL))
    assert terms(body(files["data-pribadi/index.md"]))["Kantor Pelayanan"][1:] == [
        ("Tujuan", "Menjawab pertanyaan."), ("Dasar hukum", "UU 27/2022"), ("Lama penyimpanan", "30 hari"),
        ("Kontak", "Tanyakan di loket."),
    ]  # fmt: skip
    english = dict(terms(body(files["en/privacy/index.md"]))["Service office"])
    assert (english["Purpose"], english["Kept for"]) == ("To answer questions.", "30 days")


def test_what_nobody_wrote_is_not_told(pasuruan: Directory) -> None:
    """The offices of Pasuruan named controller and purpose, and neither basis nor period."""
    told = terms(body(written(pasuruan)["en/privacy/index.md"]))
    assert [[term for term, _ in lines] for lines in told.values()] == [["Responsible", "Purpose"]] * 2


def test_every_form_leads_to_it(pasuruan: Directory) -> None:
    """Who writes a question can read first what becomes of it."""
    for path, text in written(pasuruan).items():
        if path.endswith(".md") and "<form method" in text:
            assert re.search(r'href="[./]*/(data-pribadi|privacy|en/privacy)/"', body(text)), path
