"""The report as it is read: columns for people, CSV for spreadsheets, and nothing of a citizen's in either."""

import csv
import io
import re

import pytest

from form_api.report import report_of
from form_api.report_text import as_csv, as_text
from generator.directory import Directory, available_languages, language
from tests.building import good
from tests.form_api.claims import NINE_DAYS, NOON, founding_case, handed_in
from tests.form_api.questions import REFERENCE, TYPED
from tests.form_api.submissions import claims_office, claims_text

OFFICE = claims_office()
INDONESIAN = """\
Laporan pengajuan Kantor, 23 – 31 Maret 2020

Klaim, dijanjikan 2 hari kerja sejak dokumen lengkap dan terverifikasi
                                                                       Dihapus
                        Dokumen                                        sebelum    Belum  Jam sampai   Jam sampai  Tepat
                 Masuk   sampai  Terverifikasi  Selesai  Dikembalikan  selesai  selesai  verifikasi      selesai  waktu
Sen 23 Mar 2020     70       65             60       60             5        0        5  7,5 (28,0)  27,5 (38,5)    83%
Sel 24 Mar 2020     25       25             24       21             0        1        3  6,5 (13,5)  28,5 (28,5)    87%
Kam 26 Mar 2020      0        0              0        0             0        0        0           -            -      -
Jum 27 Mar 2020      0        0              0        0             0        0        0           -            -      -
Sen 30 Mar 2020      0        0              0        0             0        0        0           -            -      -
Sel 31 Mar 2020      0        0              0        0             0        0        0           -            -      -
Jumlah              95       90             84       81             5        1        8  7,5 (28,0)  27,5 (38,5)    84%

Setiap pengajuan dihitung pada hari diterima. Masuk = selesai + dikembalikan + dihapus + belum selesai.
Jam: jam buka meja sejak dokumen wajib terakhir sampai, nilai tengah dan dalam kurung yang paling lama.
Tepat waktu: yang selesai dalam waktu yang dijanjikan, dari semua yang selesai atau sudah lewat janji.
"""


def told(code: str = "id", directory: Directory = OFFICE) -> str:
    report = report_of(directory, founding_case(), days=NINE_DAYS, now=NOON)
    return as_text(report, directory, NINE_DAYS, language(code))


def lines() -> list[dict[str, str]]:
    written = as_csv(report_of(OFFICE, founding_case(), days=NINE_DAYS, now=NOON))
    return list(csv.DictReader(io.StringIO(written, newline="")))


def test_the_founding_case_as_it_is_read() -> None:
    """A row for each working day and a total, numbers flush right, and how they are meant."""
    assert told() == INDONESIAN


def test_a_table_in_another_language() -> None:
    """Headings, dates and decimals are those of its readers."""
    rows = told("en").splitlines()
    assert rows[2] == "Claim, promised 2 working days after the documents are complete and verified"
    assert re.fullmatch(r"Mon 23 Mar 2020 +70 +65 .* 7\.5 \(28\.0\)  27\.5 \(38\.5\) +83%", rows[5])


def test_columns_stand_below_each_other() -> None:
    """Also of services that are not alike: all lines of all tables are one width."""
    entries = [*founding_case(), *[handed_in("24 09:00", service="tanya")] * 10_000]
    report = report_of(OFFICE, entries, days=NINE_DAYS, now=NOON)
    text = as_text(report, OFFICE, NINE_DAYS, language("en"))
    rows = [line for line in text.splitlines() if line.startswith((" ", "Total", "Mon", "Tue"))]
    lasts = [line for line in rows if line.endswith(("On time", "%", "-"))]
    assert len({len(line) for line in lasts}) == 1
    assert len(lasts) == len(rows) - 2 == 12
    assert "\nAsk, without a promised time\n" in text


def test_no_service_no_table() -> None:
    """One sentence instead of headings without numbers."""
    silent = good(claims_text().replace("    submission: {daily_limit: 70}\n", ""))
    text = as_text(report_of(silent, [], days=NINE_DAYS, now=NOON), silent, NINE_DAYS, language("id"))
    assert text == "Laporan pengajuan Kantor, 23 – 31 Maret 2020\n\nTidak ada layanan yang menerima pengajuan.\n"


def test_the_lines_of_the_csv() -> None:
    """A header of stable names, ISO dates, hours with one decimal, whole per cents; a total has no date."""
    assert as_csv(report_of(OFFICE, founding_case(), days=NINE_DAYS, now=NOON)).split("\r\n") == [
        "service,row,date,received,documents_arrived,verified,finished,returned,erased,open,due,on_time,on_time_percent,"
        "verification_median_open_hours,verification_longest_open_hours,"
        "completion_median_open_hours,completion_longest_open_hours",
        "klaim,day,2020-03-23,70,65,60,60,5,0,5,60,50,83,7.5,28.0,27.5,38.5",
        "klaim,day,2020-03-24,25,25,24,21,0,1,3,24,21,87,6.5,13.5,28.5,28.5",
        *(f"klaim,day,2020-03-{day},0,0,0,0,0,0,0,0,0,,,,," for day in (26, 27, 30, 31)),
        "klaim,total,,95,90,84,81,5,1,8,84,71,84,7.5,28.0,27.5,38.5",
        "",
    ]


def test_no_cell_begins_a_formula() -> None:
    """Nor holds a comma, a quotation mark or a line end; a spreadsheet reads plain ids, dates and numbers."""
    cells = [cell for line in lines() for cell in line.values()]
    assert [cell for cell in cells if not re.fullmatch(r"([a-z0-9]+(-[a-z0-9]+)*|[0-9]+\.[0-9])?", cell)] == []


@pytest.mark.parametrize("code", available_languages())
def test_nothing_of_a_citizen_is_in_it(code: str) -> None:
    """No word, and no reference that would lead to one."""
    said = told(code) + str(lines())
    assert not [word for word in (REFERENCE, *(TYPED[name] for name in ("name", "email", "phone"))) if word in said]


def test_a_name_rings_no_bell() -> None:
    """Nor begins a line of its own, whatever contacts.yml says."""
    loud = good(claims_text().replace("name: {id: Klaim, en: Claim}", 'name: {id: "Klaim\\u2028x", en: Claim}'))
    assert "Klaim\ufffdx, dijanjikan" in told(directory=loud)
