"""A whole build from nothing against Hugo's of the same pages, both as processes of their own.

Hugo is given its data as JSON, in files of one office each, and makes neither a search index nor feeds, a calendar or
checks of its pages. Its templates stand in `benchmarks/hugo/`; `make bench` installs it into an environment of its own.
"""

import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from benchmarks import government

HERE = Path(__file__).parent
PEERS = HERE.parent / ".venv-peers"
WEEK = {
    **{day: ["07:30-12:00", "13:00-15:30"] for day in ("Mon", "Tue", "Wed", "Thu")},
    "Fri": ["07:30-11:30", "13:00-14:30"],
    "Sat": [],
    "Sun": [],
}
CHANGES = [[29_700_000 + 360 * number, "open" if number % 2 else "closed"] for number in range(100)]
"""Of each channel: about as much as six weeks of changes and the pictures of the ways weigh on our pages."""


class Built(NamedTuple):
    """Medians of a process and of those that it starts; megabytes of the largest of them."""

    seconds: float
    megabytes: float
    pages: int
    written_mb: float


def run(rounds: int, say: Callable[[str], None], sizes: Sequence[int] = (100, 1000)) -> None:
    hugo = next(PEERS.glob("lib/*/site-packages/hugo/binaries/hugo"), None)
    if hugo is None:
        say("Hugo is not here; `make bench` fetches it")
        return
    say("| services | ours | Hugo | ours / Hugo | memory ours / Hugo | pages ours, Hugo | HTML ours, Hugo |")
    say("|---:|---:|---:|---:|---:|---:|---:|")
    for services in sizes:
        say(_row(services, rounds, hugo))


def _row(services: int, rounds: int, program: Path) -> str:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        main = government.write(folder / "in", offices=services // 10, services=10, included=True)
        project = _project(main, folder / "hugo")
        site = folder / "ours" / "site"
        command = [sys.executable, "-m", "generator", "build", "--contacts", str(main), "--site-dir", str(site)]
        ours = _measured(command, site, [site, site.with_name("site.builds")], rounds)
        public = project / "public"
        hugo = _measured([str(program), "--quiet", "--source", str(project)], public, [public], rounds)
    return (
        f"| {services} | {ours.seconds:.2f} s | {hugo.seconds:.2f} s | {ours.seconds / hugo.seconds:.2f} "
        f"| {ours.megabytes:.0f} / {hugo.megabytes:.0f} MB | {ours.pages}, {hugo.pages} "
        f"| {ours.written_mb:.1f}, {hugo.written_mb:.1f} MB |"
    )


def _project(main: Path, folder: Path) -> Path:
    """Hugo's templates, and what the same offices' files say as JSON."""
    shutil.copytree(HERE / "hugo", folder)
    (folder / "data" / "offices").mkdir(parents=True)
    for path in sorted(main.parent.glob("contacts.d/*.yml")):
        told = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 texts alone
        office = json.dumps(_office(told), ensure_ascii=False)
        (folder / "data" / "offices" / f"{path.stem}.json").write_text(office, encoding="utf-8")
    return folder


def _office(told: dict[str, Any]) -> dict[str, Any]:
    listed = {"channels": told["channels"], "closure": told["closures"][0], "services": told["services"]}
    changes = {channel["id"]: CHANGES for channel in told["channels"]}
    return {**told["organizations"][0], **listed, "regular": WEEK, "changes": changes}


def _measured(command: list[str], site: Path, made: list[Path], rounds: int) -> Built:
    times, most = [], 0.0
    for _ in range(rounds):
        for path in made:
            path.unlink() if path.is_symlink() else shutil.rmtree(path, ignore_errors=True)
        site.parent.mkdir(parents=True, exist_ok=True)
        seconds, megabytes = _once(command)
        times.append(seconds)
        most = max(most, megabytes)
    pages = list(site.resolve().rglob("*.html"))
    return Built(statistics.median(times), most, len(pages), sum(page.stat().st_size for page in pages) / 1e6)


def _once(command: list[str]) -> tuple[float, float]:
    """Seconds from start to end, and the most memory that the process itself had at once."""
    began = time.perf_counter()
    started = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)  # noqa: S603 our own commands
    _, code, usage = os.wait4(started.pid, 0)
    seconds = time.perf_counter() - began
    assert code == 0, started.stderr.read().decode() if started.stderr else code
    return seconds, _megabytes(usage)


def _megabytes(usage: resource.struct_rusage) -> float:
    return usage.ru_maxrss / 1000
