"""A directory that took long to read, kept beside the store in a form that is taken up at once.

It is found again by the bytes of its files and by the version of the code that read it. Never believes a file that was
not written with this installation's own secret: the file is a pickle, which whoever can write it could make run.
"""

import hashlib
import hmac
import inspect
import logging
import sys
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from form_api.packed import pack, unpack
from form_api.settings import Secret
from generator.directory import Directory

DIGEST_BYTES = hashlib.sha256().digest_size
log = logging.getLogger("loket.contacts")


@dataclass(frozen=True, slots=True)
class Shelf:
    """`file`: where one directory lies, readable for this user alone."""

    file: Path
    secret: Secret

    def find(self, sha256: str) -> Directory | None:
        """The directory that was made of files with this sum, if it lies here."""
        try:
            with self.file.open("rb") as kept:
                seal, name = kept.read(DIGEST_BYTES), kept.read(DIGEST_BYTES)
                packed = kept.read() if name == _name(sha256) else b""
        except OSError:
            return None
        if not packed:
            return None
        if not hmac.compare_digest(seal, self._seal(name + packed)):
            log.error("shelf-refused: another secret sealed it, or it was altered; contacts.yml is read instead")
            return None
        return unpack(packed)

    def keep(self, directory: Directory) -> None:
        """In the place of the one before. Where that can't be, it is told, and the next start reads again."""
        content = _name(directory.sha256) + pack(directory)
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with tempfile.TemporaryDirectory(dir=self.file.parent) as folder:  # for this user alone
                draft = Path(folder, "draft")
                draft.write_bytes(self._seal(content) + content)
                draft.chmod(0o600)
                draft.replace(self.file)
        except OSError as error:
            log.warning("shelf-failed reason=%r", str(error))

    def _seal(self, content: bytes) -> bytes:
        key = hmac.digest(self.secret.reveal().encode(), b"shelf", "sha256")
        return hmac.digest(key, content, "sha256")


def _name(sha256: str) -> bytes:
    return hmac.digest(_version(), sha256.encode(), "sha256")


@cache
def _version() -> bytes:
    """Of Python and of the code that reads and packs: what an older one has kept is read anew."""
    room = Path(inspect.getfile(Directory)).parent
    files = [*sorted(room.rglob("*.py")), Path(__file__), Path(__file__).with_name("packed.py")]
    return hashlib.sha256(sys.version.encode() + b"".join(file.read_bytes() for file in files)).digest()
