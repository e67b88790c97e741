"""What is sealed only a key opens, and a new key leaves what older ones sealed readable."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from form_api.sealing import Sealer, SealError, new_key
from form_api.settings import Secret

OLD, NEW = Secret(new_key()), Secret(new_key())


@given(st.binary(max_size=2000))
def test_what_is_sealed_comes_back(content: bytes) -> None:
    """Byte for byte, and it is not to be read as it lies there."""
    sealed = Sealer([NEW]).seal(content)
    assert Sealer([NEW]).unseal(sealed) == content
    assert len(content) < 4 or content not in sealed


def test_a_new_key_opens_nothing_old_by_itself() -> None:
    """Both are needed until all that the old one sealed is gone; then the old one may go."""
    sealed = Sealer([OLD]).seal(b"rahasia")
    with pytest.raises(SealError, match="backup"):
        Sealer([NEW]).unseal(sealed)
    assert Sealer([NEW, OLD]).unseal(sealed) == b"rahasia"
    assert Sealer([NEW]).unseal(Sealer([NEW, OLD]).seal(b"rahasia")) == b"rahasia"


def test_what_was_altered_is_not_opened() -> None:
    """One byte is enough."""
    sealed = bytearray(Sealer([NEW]).seal(b"rahasia"))
    sealed[20] ^= 1
    with pytest.raises(SealError):
        Sealer([NEW]).unseal(bytes(sealed))


def test_a_mark_knows_a_text_again_and_does_not_tell_it() -> None:
    """The same with a new key before the old one, so that a resend is known while keys are changed."""
    mark = Sealer([OLD]).mark("siti@warga.example")
    assert mark == Sealer([NEW, OLD]).mark("siti@warga.example")
    assert mark != Sealer([NEW]).mark("siti@warga.example")
    assert "siti" not in mark
