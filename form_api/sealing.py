"""What citizens write, unreadable at rest: sealed with a key that lies apart from the store.

The only module that imports cryptography. Knows neither inquiries nor the store.
"""

import hashlib
import hmac
from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from form_api.settings import Secret


class SealError(Exception):
    """None of the keys opens it: it was sealed with another one, or altered."""


class Sealer:
    """Seals with the first key and opens with any, so that a key can be changed while older words stay readable."""

    def __init__(self, keys: Sequence[Secret]) -> None:
        """`keys`: 32 bytes each in URL-safe base64, the newest first. Source: the Fernet specification."""
        self._keys = MultiFernet([Fernet(key.reveal()) for key in keys])
        self._mark = hmac.new(hashlib.sha256(b"mark " + keys[-1].reveal().encode()).digest(), digestmod="sha256")

    def seal(self, content: bytes) -> bytes:
        return self._keys.encrypt(content)

    def unseal(self, sealed: bytes) -> bytes:
        """Raises: SealError."""
        try:
            return self._keys.decrypt(sealed)
        except InvalidToken as error:
            raise SealError(
                "No key opens what is stored. Bring back var/key, or FORM_API_KEY, from a backup; "
                "where it is lost for good, move the outbox away, and a new one is made."
            ) from error

    def mark(self, text: str) -> str:
        """The same for the same text, and telling nobody without the key what it was."""
        begun = self._mark.copy()
        begun.update(text.encode("utf-8", "surrogatepass"))
        return begun.hexdigest()


def new_key() -> str:
    """A key that nobody has used before."""
    return Fernet.generate_key().decode("ascii")
