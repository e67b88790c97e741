"""Ten thousand services as a regency has them: what Indonesian offices do, in each village and district."""

import random
import re
from itertools import product

from generator.search import Entry

DISTRICTS = """
Purwodadi Tutur Puspo Tosari Lumbang Pasrepan Kejayan Wonorejo Purwosari Prigen Sukorejo Pandaan Gempol Beji Bangil
Rembang Kraton Pohjentrek Gondangwetan Rejoso Winongan Grati Lekok Nguling
"""
FRONTS = "Karang Suko Wono Sumber Kedung Tanjung Kali Gunung Ngadi Watu Pager Tambak Banyu Jati Rande Klam"
ENDS = """
rejo sari anyar agung mulyo asri waru gede dowo pandan dadi harjo pelem sono kerto tani glagah lawang bendo legi
glonggong rayung panji
"""
SERVICES = """
Surat keterangan domisili
Surat keterangan usaha
Surat keterangan tidak mampu
Surat pengantar nikah
Surat pengantar SKCK
Surat keterangan kematian
Surat keterangan kelahiran
Surat keterangan pindah
Surat keterangan ahli waris
Surat keterangan belum menikah
Surat keterangan penghasilan orang tua
Surat izin keramaian
Legalisasi dokumen
Akta kelahiran
Akta kematian
Kartu Keluarga (KK)
Kartu Tanda Penduduk elektronik (KTP-el)
Kartu Identitas Anak (KIA)
Pembayaran pajak bumi dan bangunan (PBB-P2)
Pendaftaran objek pajak baru
Pengaduan masyarakat
Bantuan pangan nontunai
Pendaftaran bantuan sosial
Pelayanan posyandu dan imunisasi
Rujukan puskesmas
Izin mendirikan bangunan (PBG)
Penyewaan balai desa
Peminjaman kursi dan tenda
Pengiriman sampah terpilah
Perpustakaan desa
"""
SYLLABLES = (
    "ba ca da ga ja ka la ma pa ra sa ta bi di ki li mi si ti bu du gu ku lu",
    "bang dap gan jar kat lap mun nis rin sut tah wak",
    " al bo cen de ro su tam ung wi yo",
    " an i u asi ik",
    " pe ke ber",
)
RARE_WORDS_EACH = 30


def entries(count: int, guide: str) -> list[Entry]:
    """So many services. The sentences of `guide`, an Indonesian text, stand in for what offices write about them."""
    sentences = [sentence for sentence in re.split(r"(?<=[.:?])\s+", guide) if len(sentence) > 20]
    villages = [f"{front}{end}" for front, end in product(FRONTS.split(), ENDS.split())]
    places = list(product(villages, SERVICES.strip().splitlines()))[:count]
    assert len(places) == count, "there are not enough villages"
    rare = _rare_words()
    return [_entry(number, *place, sentences, rare) for number, place in enumerate(places)]


def _rare_words() -> list[str]:
    """Words beyond the guide's, in a mixed order: more than a government's texts hold."""
    first, second, third, ends, fronts = (part.split(" ") for part in SYLLABLES)
    parts = product(first, second, third, ends, fronts)
    words = [f"{front}{one}{two}{more}{end}" for one, two, more, end, front in parts]
    random.Random(7).shuffle(words)  # noqa: S311 the same words each time
    return words


def _rare_words_of(number: int, rare: list[str]) -> list[str]:
    """As languages have it, the second word stands half as often as the first, the hundredth a hundredth as often."""
    chance = random.Random(number)  # noqa: S311 the same words each time
    return [rare[int(len(rare) ** chance.random()) - 1] for _ in range(RARE_WORDS_EACH)]


def _entry(number: int, village: str, service: str, sentences: list[str], rare: list[str]) -> Entry:
    title = f"{service} Desa {village}"
    districts = DISTRICTS.split()
    where = f"Kantor Desa {village}, Kecamatan {districts[number // 30 % len(districts)]}"
    law = f"Peraturan Bupati Pasuruan Nomor {number % 89 + 1} Tahun {2005 + number % 20}"
    told = [sentences[(number * 7 + step * 131) % len(sentences)] for step in range(9)]
    told += _rare_words_of(number, rare)
    path = f"layanan/{re.sub('[^a-z0-9]+', '-', title.lower())}/"
    return Entry(path, title, where, (title, "warga desa"), (where, "Administrasi kependudukan", law, *told))
