"""What a backup says of itself: when it was made, what it holds, and the sum of each file. Pure."""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import PurePath

FORMAT = 1
_SHA256 = re.compile(r"[0-9a-f]{64}")


class ManifestError(ValueError):
    """It is no manifest, or one of a version that this one does not know."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """`files`: name -> sha256 in hexadecimal. `tables`: of which version of Loket the outbox is.

    `secret_mark`: what tells the secret that signed the keys of receipts from another, and nobody which it is.
    """

    made_at: datetime
    tables: str
    inquiries: int
    secret_mark: str
    files: Mapping[str, str]

    def __str__(self) -> str:
        told = asdict(self) | {"format": FORMAT, "made_at": self.made_at.isoformat(timespec="seconds")}
        return json.dumps(told, indent=2, sort_keys=True) + "\n"


def read_manifest(text: str) -> Manifest:
    """Raises: ManifestError, also where a file is named that would lie outside of the backup."""
    try:
        told = json.loads(text)
        if told.pop("format") != FORMAT:
            raise ManifestError("it was made by another version of Loket")
        manifest = Manifest(**told | {"made_at": datetime.fromisoformat(told["made_at"])})
        is_sound = all(_is_file(name) and _SHA256.fullmatch(sha256) for name, sha256 in manifest.files.items())
    except ManifestError:
        raise
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise ManifestError("its manifest can't be read") from error
    if not is_sound:
        raise ManifestError("its manifest names what no backup holds")
    return manifest


def _is_file(name: str) -> bool:
    return PurePath(name).name == name and name not in {"", ".", ".."}
