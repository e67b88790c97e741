"""Publishes what `making` makes. The only module that touches what visitors get.

A site is built in a fresh folder under `SITE.builds/`; what visitors get is the symlink SITE. Publishing is one rename
of that symlink, so a visitor sees the old site or the new one and never half of either; a build that fails changes
nothing, and the build before stays for a way back.
"""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from generator.arguments import WrongArgumentError
from generator.directory import Directory, DirectoryError, Reading
from generator.directory.memory import Memory
from generator.history import published_history
from generator.kept import KEPT_NAME
from generator.late import catch_up
from generator.making import make
from generator.on_disk import sync_path
from generator.plan import Order, program_sign
from generator.published import published_address
from generator.turns import alone_in, builds_of


class SiteFolderError(WrongArgumentError):
    """The folder for the site can't be used."""


class Published(NamedTuple):
    pages: int
    folder: Path


def build(  # noqa: PLR0913 what may be left out, by name
    reading: Reading,
    now: datetime,
    site: Path,
    say: Callable[[str], None],
    *,
    history_of: Path | None = None,
    processes: int = 1,
) -> Published:
    """Builds the site of what was read as of `now` and publishes it at `site`.

    `history_of`: the published site whose calendar and feed go on in this one; `site` itself where none is named.
    `processes`: so many work at it; more than one only where this process has no thread beside its own.

    Raises: DirectoryError, SiteFolderError, inspection.RefusedSiteError, renderer.RenderingError; the published site is
    then as it was.
    """
    with _turn_at(site):
        return _build(reading, now, site, say, history_of or site, processes)


def build_what_is_read(
    read: Callable[[], tuple[Reading, datetime]], site: Path, say: Callable[[str], None], processes: int
) -> Published:
    """The same of what is read, and as of when, once it is this build's turn.

    So of two builds that began at once the later one publishes nothing older. Raises what `build` and `read` raise.
    """
    with _turn_at(site):
        reading, now = read()
        return _build(reading, now, site, say, site, processes)


@contextmanager
def _turn_at(site: Path) -> Iterator[None]:
    """Raises: SiteFolderError."""
    refuse_foreign_folder(site)
    builds = builds_of(site)
    try:
        builds.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SiteFolderError("arguments.site_not_made", quote=builds, reason=error.strerror) from error
    with alone_in(builds):
        yield


def _build(  # noqa: PLR0913, PLR0917 as `build`
    reading: Reading, now: datetime, site: Path, say: Callable[[str], None], history_of: Path, processes: int
) -> Published:
    if reading.directory is None:
        raise DirectoryError(reading.problems)
    builds, published = builds_of(site), site.resolve().parent if site.is_symlink() else None
    told = _told_before(history_of, reading.directory)
    work = Path(tempfile.mkdtemp(prefix=f"{now:%Y%m%dT%H%M}-", dir=builds))
    work.chmod(0o755)  # a web server that runs as somebody else reads here
    spare = _spare(builds, published)
    order = Order(reading.directory, reading, now, told, published, spare, processes, say, hurries=True)
    try:
        made = make(order, work)
        sync_path(builds)
        _publish(work / "site", site)
    except BaseException:
        shutil.rmtree(work, ignore_errors=True)
        raise
    if made.late:
        catch_up(made.late)
    _forget_other_builds(builds, say, keep=[work, *([published] if published else [])])
    return Published(made.pages, site)


def _told_before(site: Path, directory: Directory) -> str:
    """The history of the published site, unless it is that of another address: nobody there was told anything here.

    Else the first site of an office would call off what the directory that Loket comes with had announced.
    """
    address = published_address(site)
    is_ours = not address or _host(address) == _host(directory.site.url)
    return published_history(site) if is_ours else ""


def _host(url: str) -> str:
    return url.partition("//")[2].partition("/")[0].lower()


def memory_of(site: Path) -> Memory:
    """What the builds of a site remember of the files that they were made from."""
    return Memory(builds_of(site) / "parsed", program_sign())


def refuse_foreign_folder(site: Path) -> None:
    """A folder that Loket did not make is never replaced, unless it is empty."""
    if not site.name:
        raise SiteFolderError("arguments.site_without_name", quote=site)
    ours = site.is_symlink() and builds_of(site).resolve() in site.resolve().parents
    empty = not site.is_symlink() and site.is_dir() and not any(site.iterdir())
    if not ours and not empty and (site.is_symlink() or site.exists()):
        raise SiteFolderError("arguments.site_of_others", quote=site)


def _publish(built: Path, site: Path) -> None:
    """The switch: a new symlink beside the old one, then one rename over it, then the folder's own entry to disk."""
    if site.is_dir() and not site.is_symlink():
        site.rmdir()
    link = site.with_name(f".{site.name}.next")
    link.unlink(missing_ok=True)
    link.symlink_to(os.path.relpath(built, site.parent))
    link.replace(site)
    sync_path(site.parent)


def _spare(builds: Path, published: Path | None) -> Path | None:
    """The build before the published one, if it is still there and whole."""
    found = [path.parent.resolve() for path in builds.glob(f"*/{KEPT_NAME}")]
    return max((path for path in found if path != published), key=lambda path: path.name, default=None)


def _forget_other_builds(builds: Path, say: Callable[[str], None], *, keep: Sequence[Path]) -> None:
    """The published build and the one that it replaced stay; so no build that died half way is ever the way back.

    One that can't be removed is told and stays: the new site is published by now.
    """
    kept = {path.resolve() for path in keep}
    for path in builds.iterdir():
        if path.is_dir() and path.resolve() not in kept:
            try:
                shutil.rmtree(path)
            except OSError as error:
                say(f"{path} stays: {error}")
