"""A directory that uses every key of the model, for what must take all of it."""

FULL = """\
version: 1
site:
  url: https://kantor.example/loket
  name: {id: Loket Kota, en: City desk}
  timezone: Asia/Jakarta
  languages: [id, en]
  region: ID
  form_api: https://formulir.example
  security: {contact: keamanan@kantor.example, policy: https://kantor.example/keamanan}
organizations:
  - id: kantor
    name: {id: Kantor Pelayanan, en: Service office}
    alternate_name: KP
    description: {id: "Melayani <semua> & siapa saja.", en: "Serves <all> & anybody."}
    url: https://kp.example
    assured_date: 2020-03-01
    complaints: {channels: [telepon], respond_within: 5 working days}
    privacy:
      controller: Kantor Pelayanan
      legal_basis: UU 27/2022
      purpose: {id: Menjawab pertanyaan., en: To answer questions.}
      retention: 30 days
      contact: {id: Tanyakan di loket., en: Ask at the counter.}
locations:
  - id: gedung
    organization: kantor
    name: {id: Gedung A, en: Building A}
    address: {street_address: Jalan Raya 1, locality: Kota, region: Jawa Timur, postal_code: 67126}
    geo: {latitude: -7.6453, longitude: 112.9075}
    accessibility: {id: Ada jalur landai., en: There is a ramp.}
  - {id: gudang, organization: kantor, name: Gudang}
schedules:
  - id: jam
    regular: {Mo-Th: [07:30-12:00, 13:00-15:30], Fr: [07:30-11:30]}
    public_holidays: closed
    last_intake: 30 minutes
    note: {id: Jam perkiraan., en: Assumed hours.}
  - {id: siaga, regular: {Mo-Su: [00:00-24:00]}, public_holidays: open}
calendar:
  - {date: 2020-03-25, kind: holiday, name: {id: Nyepi, en: Nyepi}}
  - {date: 2020-05-22, kind: joint_leave, name: {id: Cuti bersama, en: Joint leave}}
channels:
  - {id: loket, type: counter, location: gedung, schedule: jam, name: {id: Loket 1, en: Counter 1}}
  - {id: wa, type: whatsapp, number: 0812-3006-0440, schedule: jam, languages: [id, jv], name: WA Loket,
     prefill: {id: Halo, en: Hello}}
  - {id: telepon, type: phone, number: 112, schedule: siaga, languages: [id], name: Telepon darurat}
  - {id: surel, type: email, address: layanan@kantor.example, schedule: jam, name: Surel}
  - {id: situs, type: web, url: "https://antre.example/?a=1&b=2", schedule: jam, name: Antrean}
  - {id: formulir, type: form, schedule: jam, name: Formulir}
categories:
  - {id: kependudukan, name: {id: Kependudukan, en: Population}}
services:
  - id: ktp
    organization: kantor
    status: active
    name: {id: Kartu penduduk, en: Identity card}
    alternate_name: KTP
    keywords: [KTP, {id: kartu, en: card}]
    description: {id: "Kartu </script> penduduk.", en: "The identity </script> card."}
    eligibility: {id: Penduduk kota., en: Residents of the city.}
    channels: [wa, telepon, surel, situs, formulir, loket]
    desk: meja
    required_documents:
      - id: kk
        document: {id: Kartu Keluarga, en: Family card}
        form: copy
        required: false
        sensitive: true
        upload: {types: [pdf, jpg], max_mb: 5}
    application_process: [{id: Datang., en: Come.}]
    processing_time: {days: 2, unit: working_days, counted_from: documents_verified}
    cost_options:
      - {option: {id: Baru, en: New}, amount: 0, currency: IDR}
      - {option: {id: Hilang, en: Lost}, amount: 25000, currency: IDR}
    service_output: {id: Kartu., en: A card.}
    payment: {id: Di loket., en: At the counter.}
    category: kependudukan
    standard:
      legal_basis: UU 25/2009
      facilities: Ruang tunggu
      staff_competence: Terlatih
      internal_supervision: Kepala kantor
      staff_count: 4 orang
      service_guarantee: Tepat waktu
      safety_guarantee: Data aman
      performance_evaluation: Tiap tahun
    submission: {daily_limit: 70}
  - {id: kk, organization: kantor, status: temporarily_closed, name: Kartu Keluarga, channels: [loket]}
closures:
  - {id: tutup, from: 2020-03-23, until: 2020-04-05, channels: [loket], locations: [gedung], organizations: [kantor],
     stays_open: [telepon, wa], reason: {id: Wabah, en: Epidemic}, level: major}
special_hours:
  - {id: ramadan, from: 2020-04-24, until: 2020-05-21, schedules: [jam], regular: {Mo-Th: [08:00-15:00], Fr: []},
     kind: changed, reason: {id: Ramadan, en: Ramadan}, level: minor}
  - {id: sabtu, from: 2020-04-11, until: 2020-04-18, channels: [wa], regular: {Sa: [08:00-24:00]}, kind: extra}
notices:
  - {id: kabar, level: announcement, posted: 2020-03-01, from: 2020-03-02, until: 2020-04-30, services: [ktp],
     organizations: [kantor], title: {id: Kabar, en: News}, text: {id: "Baca <ini>.", en: "Read <this>."}}
desks:
  - {id: meja, name: Meja, organization: kantor, to: [meja@kantor.example], schedule: jam, fallback: cadangan,
     reply_within: 2 working days}
  - {id: cadangan, name: Cadangan, to: [cadangan@kantor.example]}
inquiry:
  default_desk: cadangan
  from: noreply@kantor.example
  topics: [{id: lain, name: Lain-lain, desk: meja}]
  attachments: {max_files: 3, max_total_mb: 10, types: [pdf]}
  autoreply: true
  digest_to: kepala@kantor.example
"""
