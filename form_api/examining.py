"""A document that came from outside -> what is kept of it, or why it can't be taken.

Each is examined in a process of its own, whose memory and time are bounded, so that no bomb takes the server along.
Never loads a decoder itself.
"""

import asyncio
import json
import os
import sys
from asyncio.subprocess import PIPE, Process
from dataclasses import dataclass, field
from pathlib import Path

from form_api.verdicts import Examined, Unusable, Verdict

AT_ONCE = 1
"""Documents under examination; the others wait, so that a crowd costs time and no memory."""
SECONDS = 60
_HOME = Path(__file__).parent.parent


@dataclass
class Examiner:
    """`seconds`: how long one document may take, its waiting for a core included."""

    seconds: float = SECONDS
    _room: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))

    async def examine(self, content: bytes) -> Verdict:
        """Pictures turned, scaled and freed of all that they tell beside; papers as they are, if they do nothing."""
        async with self._room:
            try:
                process = await self._started()
            except OSError:  # no room for another process
                return Unusable("file-too-hard")
            try:
                async with asyncio.timeout(self.seconds):
                    said, _ = await process.communicate(content)
            except TimeoutError:
                return Unusable("file-too-hard")
            finally:
                if process.returncode is None:
                    process.kill()
                    await process.wait()
        return _verdict(said) if process.returncode == 0 else Unusable("file-too-hard")

    async def _started(self) -> Process:
        """Raises: OSError."""
        return await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "form_api.examine_one",
            stdin=PIPE,
            stdout=PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            cwd=_HOME,
            env={"PATH": os.defpath},  # none of our settings, which hold secrets
        )


def _verdict(said: bytes) -> Verdict:
    head, _, content = said.partition(b"\n")
    told = json.loads(head)
    return Examined(told["type"], content) if "type" in told else Unusable(told.pop("fault"), told)
