"""standard: what each service publishes of the fourteen components, and what is missing."""

import re

from generator.directory import Directory
from tests.generator.written import body, written


def test_the_table_counts_what_is_told_and_names_what_is_missing(pasuruan: Directory) -> None:
    """JHT tells four of fourteen; the ten others stand in its row, and below each is said to be missing."""
    page = body(written(pasuruan)["en/offices/bpjs-ketenagakerjaan/service-standards/index.md"])
    row = page.split('href="#standar-jht"', 1)[1].split("</tr>", 1)[0]
    assert "Published: 4 of 14" in row
    missing = re.search(r"<td>(.*?)</td>", row)
    assert missing
    assert len(missing[1].split(", ")) == 10
    assert "Fee" in missing[1].split(", ")
    part = page.split('id="standar-jht"', 1)[1].split("<h2", 1)[0]
    assert (part.count("<dt>"), part.count('class="missing"')) == (14, 10)


def test_an_office_lists_its_own_services(pasuruan: Directory) -> None:
    """And each of its services' pages leads to its place in the list."""
    files = written(pasuruan)
    page = body(files["kantor/bkd/standar-pelayanan/index.md"])
    assert re.findall(r'<tr> <th scope="row"><a href="#standar-([^"]*)"', page) == [
        "pbb-p2",
        "bphtb",
        "pajak-daerah-lain",
    ]
    for service in ("pbb-p2", "bphtb", "pajak-daerah-lain"):
        assert f'kantor/bkd/standar-pelayanan/#standar-{service}"' in body(files[f"layanan/{service}/index.md"])
        assert f'id="standar-{service}"' in page
