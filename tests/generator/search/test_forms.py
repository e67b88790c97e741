"""search.forms: words lead to their roots, by rules that are data."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.directory import available_languages
from generator.search.forms import Forms, forms_of

INDONESIAN, ENGLISH = forms_of("id"), forms_of("en")
FAMILIES = [
    "bayar pembayaran membayar dibayarkan bayarlah",
    "tulis menulis penulisan tertulis",
    "pakai memakai pemakaian dipakai",
    "kirim pengiriman mengirim kiriman mengirimkan",
    "sewa penyewaan menyewa sewakan",
    "pinjam peminjaman pinjaman meminjam",
    "lahir kelahiran melahirkan",
    "mati kematian",
    "izin perizinan",
    "daftar pendaftaran mendaftar terdaftar mendaftarkan",
    "nikah pernikahan menikah",
    "pindah perpindahan",
    "terang keterangan",
    "jalan berjalan",
    "lapor pelaporan laporan melapor",
    "adu pengaduan aduan",
    "urus pengurusan mengurus diurus",
    "didik pendidikan mendidik",
    "milik memiliki kepemilikan",
    "ganti mengganti penggantian",
    "periksa pemeriksaan memeriksa",
    "sah pengesahan mengesahkan",
    "penduduk kependudukan",
    "biaya biayanya pembiayaan",
]
ENGLISH_FAMILIES = [
    "tax taxes",
    "duty duties",
    "pay paying payment payments",
    "drive driving",
    "plan planning",
    "apply application",
    "certify certification",
]
KNOWN = [(INDONESIAN, family.split()) for family in FAMILIES] + [
    (ENGLISH, family.split()) for family in ENGLISH_FAMILIES
]


@pytest.mark.parametrize(("forms", "family"), KNOWN, ids=lambda item: item[0] if isinstance(item, list) else "")
def test_a_root_and_its_words_find_each_other(forms: Forms, family: list[str]) -> None:
    """Typed the one, listed the other, and the other way round."""
    root = family[0]
    for word in family[1:]:
        assert set(forms.all_forms(root)) & set(forms.roots(word))
        assert set(forms.all_forms(word)) & set(forms.roots(root))


@pytest.mark.parametrize(
    ("one", "other"),
    [("pajak", "paket"), ("kantor", "kartu"), ("tanah", "tanda"), ("sekolah", "seko"), ("masalah", "masa")],
)
def test_words_that_look_alike_stay_apart(one: str, other: str) -> None:
    """A rule that cuts too much would mix them."""
    assert not set(INDONESIAN.all_forms(one)) & set(INDONESIAN.roots(other))


@pytest.mark.parametrize("code", available_languages())
@given(word=st.text(st.sampled_from("abdegikmnprstuy0é字"), min_size=1, max_size=24))
def test_any_word_has_forms(code: str, word: str) -> None:
    """Itself first; each root is among the forms; none is shorter than the rules allow; and there are not too many."""
    forms = forms_of(code)
    roots, every = forms.roots(word), forms.all_forms(word)
    assert roots[0] == every[0] == word
    assert set(roots) <= set(every)
    assert all(len(form) >= forms.letters for form in every[1:])
    assert len(roots) <= 12
    assert len(every) <= 48


def test_a_language_without_a_file_has_no_forms() -> None:
    """The word is itself, and no word is a filler."""
    assert forms_of("xx").all_forms("pembayaran") == forms_of("xx").roots("pembayaran") == ["pembayaran"]


@pytest.mark.parametrize("code", available_languages())
def test_a_language_of_the_site_has_rules(code: str) -> None:
    """Those that come with the software do."""
    assert forms_of(code).steps
    assert forms_of(code).fillers
