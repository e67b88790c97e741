"""One document on standard input -> the verdict on standard output. A process of its own, bounded, and then gone.

Knows no settings, no outbox and no network: whatever a document does to its decoder, it does it here.
"""

import json
import os
import resource
import sys

from form_api.attachments import MEGABYTE, file_type
from form_api.verdicts import Examined, Unusable, Verdict

MEMORY_MB = 512
"""Of addresses, the interpreter's included: 64 megapixels in a progressive JPEG take 440, in a PNG 453."""
CPU_SECONDS = 20
_MANNERS = 5


def main() -> None:
    for what, most in (
        (resource.RLIMIT_AS, MEMORY_MB * MEGABYTE),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))
    os.nice(_MANNERS)
    verdict = _examine(sys.stdin.buffer.read())
    told = {"type": verdict.type} if isinstance(verdict, Examined) else {"fault": verdict.fault, **verdict.details}
    sys.stdout.buffer.write(json.dumps(told).encode() + b"\n")
    if isinstance(verdict, Examined):
        sys.stdout.buffer.write(verdict.content)


def _examine(content: bytes) -> Verdict:
    """Loads the one library that it needs."""
    try:
        if file_type(content) == "pdf":
            from form_api.papers import inspected  # noqa: PLC0415

            return inspected(content)
        from form_api.pictures import cleaned  # noqa: PLC0415

        return cleaned(content)
    except MemoryError:
        return Unusable("file-too-hard")


if __name__ == "__main__":
    main()
