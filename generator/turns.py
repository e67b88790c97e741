"""Where the builds of a site lie, and that one command at a time changes what lies there. Changes nothing itself."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def builds_of(site: Path) -> Path:
    """The folder beside a site that holds its builds."""
    return site.absolute().with_name(site.name + ".builds")


@contextmanager
def alone_in(builds: Path) -> Iterator[None]:
    """One build, or one that compresses, at a time: a second waits for the first. The folder has to be there."""
    with (builds / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
