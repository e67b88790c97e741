"""Templates as Python's bytecode, kept for the next command where Python keeps its own: a tenth of a small build.

Whoever can write there can change the program itself. What can't be read or written is compiled anew.
"""

import hashlib
import sys
from contextlib import suppress
from importlib.util import cache_from_source
from pathlib import Path
from shutil import copymode

import jinja2
from jinja2.bccache import Bucket, FileSystemBytecodeCache

_HERE = Path(__file__).parent
_MADE_BY = ("assets.py", "templates.py")
"""What compiles templates, and with which settings."""


class CompiledTemplates(FileSystemBytecodeCache):
    """In one folder, a file for each template. Like modules, they are kept unless PYTHONDONTWRITEBYTECODE is set."""

    def __init__(self, folder: Path | None = None) -> None:
        super().__init__(str(folder or Path(cache_from_source(__file__)).parent), "template.%s.pyc")
        self._compiler = hashlib.sha256(b"".join((_HERE / name).read_bytes() for name in _MADE_BY)).hexdigest()

    def get_source_checksum(self, source: str) -> str:
        """Of all that the bytecode comes of."""
        return super().get_source_checksum(f"{jinja2.__version__} {self._compiler} {source}")

    def load_bytecode(self, bucket: Bucket) -> None:
        """Nothing, where the file is not whole or not for us."""
        try:
            super().load_bytecode(bucket)
        except Exception:
            bucket.reset()

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Where there is room for it. Whoever may read the program may read it, as they may what Python keeps."""
        if not sys.dont_write_bytecode:
            with suppress(OSError):
                super().dump_bytecode(bucket)
                copymode(__file__, self._get_cache_filename(bucket))
