"""A made-up regency of any size, as the files that its offices keep."""

from pathlib import Path

MAIN = """\
version: 1
{include}site: {{url: https://kabupaten.example, name: {{id: Kabupaten, en: Regency}}, languages: [id, en]}}
organizations:
  - {{id: sekretariat, name: {{id: Sekretariat Daerah, en: Regional secretariat}}}}
schedules:
  - {{id: jam-umum, regular: {{Mo-Th: [07:30-12:00, 13:00-15:30], Fr: [07:30-11:30, 13:00-14:30]}}}}
calendar:
  - {{date: 2026-12-25, kind: holiday, name: {{id: Hari Raya Natal, en: Christmas Day}}}}
  - {{date: 2027-01-01, kind: holiday, name: {{id: Tahun Baru Masehi, en: New Year's Day}}}}
inquiry: {{default_desk: meja-0, from: noreply@kabupaten.example}}
"""
OFFICE = """\
organizations:
  - id: kantor-{n}
    name: {{id: Kantor Kecamatan {n}, en: District office {n}}}
    description: {{id: Melayani warga kecamatan nomor {n}., en: Serves the people of district {n}.}}
    assured_date: 2026-11-20
locations:
  - id: gedung-{n}
    organization: kantor-{n}
    name: {{id: Gedung Kecamatan {n}, en: District hall {n}}}
    address: {{street_address: Jalan Raya {n}, locality: Pasuruan, postal_code: 67155}}
channels:
  - {{id: loket-{n}, type: counter, location: gedung-{n}, schedule: jam-umum}}
  - {{id: wa-{n}, type: whatsapp, number: {number}, schedule: jam-umum}}
  - {{id: telepon-{n}, type: phone, number: (0343) 410 188}}
  - {{id: surel-{n}, type: email, address: kecamatan-{n}@kabupaten.example}}
  - {{id: formulir-{n}, type: form}}
desks:
  - id: meja-{n}
    name: {{id: Meja kecamatan {n}, en: District desk {n}}}
    to: [meja-{n}@kabupaten.example]
    schedule: jam-umum
    reply_within: 2 working days
closures:
  - id: tutup-{n}
    from: 2026-12-28
    until: 2026-12-31
    channels: [loket-{n}]
    stays_open: [wa-{n}, formulir-{n}]
    reason: {{id: Gedung diperbaiki., en: The building is being repaired.}}
services:
"""
SERVICE = """\
  - id: layanan-{n}-{m}
    organization: kantor-{n}
    name: {{id: Surat keterangan {m} Kecamatan {n}, en: Certificate {m} of district {n}}}
    keywords: [surat, keterangan]
    description:
      id: Surat keterangan nomor {m} bagi warga kecamatan {n}. Berlaku tiga bulan sejak tanggal terbit.
      en: Certificate number {m} for the people of district {n}. Valid for three months from its date.
    channels: [wa-{n}, formulir-{n}, telepon-{n}, surel-{n}, loket-{n}]
    desk: meja-{n}
    required_documents:
      - {{id: ktp, document: {{id: Kartu Tanda Penduduk, en: Identity card}}}}
      - {{id: kk, document: {{id: Kartu Keluarga, en: Family card}}, form: copy}}
    application_process:
      - {{id: Kirim dokumen lewat WhatsApp., en: Send the documents by WhatsApp.}}
      - {{id: Ambil surat di loket., en: Fetch the certificate at the counter.}}
    processing_time: {{days: 2, unit: working_days, counted_from: documents_complete}}
    cost_options: [{{option: {{id: Semua warga, en: Everybody}}, amount: 0}}]
    service_output: {{id: Surat keterangan, en: A certificate}}
"""


def write(folder: Path, *, offices: int, services: int, included: bool) -> Path:
    """The main file of a regency with so many offices, and so many services in each."""
    parts = [_office(number, services) for number in range(offices)]
    main = folder / "contacts.yml"
    if included:
        (folder / "contacts.d").mkdir(parents=True)
        for number, text in enumerate(parts):
            (folder / "contacts.d" / f"kantor-{number:05}.yml").write_text(text, encoding="utf-8")
        main.write_text(MAIN.format(include="include: [contacts.d/*.yml]\n"), encoding="utf-8")
        return main
    folder.mkdir(parents=True, exist_ok=True)
    main.write_text(_in_one_file(parts), encoding="utf-8")
    return main


def _office(number: int, services: int) -> str:
    made = "".join(SERVICE.format(n=number, m=index) for index in range(services))
    return OFFICE.format(n=number, number=number_of(number)) + made


def number_of(office: int) -> str:
    """A mobile number that exists, another one for each of the first ten thousand offices."""
    return f"0812-30{office % 100:02}-{office // 100 + 1000:04}"


def _in_one_file(parts: list[str]) -> str:
    """The sections of all parts, each under one heading."""
    sections: dict[str, list[str]] = {}
    heading = ""
    for line in "".join([MAIN.format(include=""), *parts]).splitlines(keepends=True):
        if line.startswith(" "):
            sections[heading].append(line)
        else:
            heading = line.partition(":")[0]
            sections.setdefault(heading, [line])
    return "".join(line for lines in sections.values() for line in lines)
