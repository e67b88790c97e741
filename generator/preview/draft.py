"""Reads a directory, builds its site, and tells what came of it. Must never raise: every fault is an outcome."""

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter
from typing import TypeAlias
from urllib.parse import urlsplit

from generator import site
from generator.directory import Clock, Directory, Problem, Reading
from generator.inspection import RefusedSiteError
from generator.renderer import RenderingError

log = logging.getLogger("loket.preview")


@dataclass(frozen=True)
class Building:
    """The files are good, and their pages are on the way."""


@dataclass(frozen=True)
class Built:
    """The new pages are there. `folder_of_url` is the folder of the host in which the office's site lives, if any."""

    pages: int
    seconds: float
    warnings: Sequence[Problem]
    folder_of_url: str = ""


@dataclass(frozen=True)
class Faulty:
    """The files can't be used until their errors are mended; warnings stand among these."""

    problems: Sequence[Problem]


@dataclass(frozen=True)
class Refused:
    """The files are good, and no pages came of them."""

    reason: str


@dataclass(frozen=True)
class Unforeseen:
    """A mistake of ours."""

    reason: str


Outcome: TypeAlias = Building | Built | Faulty | Refused | Unforeseen


def draft(
    read: Callable[[], Reading], clock: Clock, folder: Path, *, published: Path | None = None
) -> Iterator[Outcome]:
    """Builds the site of what is read at `folder`: each outcome as soon as it is known, the last one last.

    Its calendar and feed go on from those of the site that stands `published`, as in a build.

    What was built there before stays unless the last one is Built.
    """
    try:
        yield from _steps(read, clock, folder, published)
    except (RefusedSiteError, RenderingError) as error:
        yield Refused(str(error))
    except Exception as error:
        log.exception("the preview could not be built")
        yield Unforeseen(f"{type(error).__name__}: {error}")


def _steps(read: Callable[[], Reading], clock: Clock, folder: Path, published: Path | None) -> Iterator[Outcome]:
    started = perf_counter()
    reading = read()
    if reading.directory is None:
        yield Faulty(reading.problems)
        return
    yield Building()
    directory = _that_sends_nothing(reading.directory)
    now = clock(directory.site.timezone)
    done = site.build(reading._replace(directory=directory), now, folder, log.debug, history_of=published)
    folder_of_url = urlsplit(directory.site.url).path.strip("/")
    yield Built(done.pages, perf_counter() - started, reading.problems, folder_of_url)


def _that_sends_nothing(directory: Directory) -> Directory:
    """A form that is tried out in the preview must not reach the office's real form service."""
    return replace(directory, site=replace(directory.site, form_api=None))
