"""A whole build from nothing, and one after a number was edited, against Hugo's of the same pages, each a process.

Hugo is given its data as JSON, in files of one office each, and makes neither a search index nor feeds, a calendar or
checks of its pages. Its templates stand in `benchmarks/hugo/`; `make bench` installs it into an environment of its own.
"""

import json
import shutil
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from benchmarks import government
from benchmarks.plot import Line
from benchmarks.timing import Spent, median_of, spent_by

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


OURS, EDIT, THEIRS = "build", "build after an edit", "Hugo"


LATER = 5


class Edited(NamedTuple):
    """The seconds that a build takes after the number of one office was changed.

    `first`: that after a build from nothing, which has no older folder to work in; `later`: the median of those from
    the third on, since the second still works in the first one's.
    """

    first: float
    later: float


class Built(NamedTuple):
    """Medians of a process and of those that it starts, and the memory of the largest of them."""

    spent: Spent
    pages: int
    written_mb: float


def run(rounds: int, say: Callable[[str], None], sizes: Sequence[int] = (100, 1000)) -> list[Line]:
    """Measures every size and says what came out; the same as lines of the drawing."""
    hugo = next(PEERS.glob("lib/*/site-packages/hugo/binaries/hugo"), None)
    if hugo is None:
        say("Hugo is not here; `make bench` fetches it")
        return []
    say(
        "| services | ours | Hugo | ours / Hugo | first edit | later edits | edit / Hugo | memory ours / Hugo "
        "| pages ours, Hugo | HTML ours, Hugo |"
    )
    say("|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|")
    built: dict[int, tuple[Built, Built, Edited]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for services in sizes:
            built[services] = _both(services, rounds, hugo, Path(folder, str(services)))
            say(_row(services, *built[services]))
    return [
        Line(OURS, "building", False, {services: ours.spent.seconds for services, (ours, _, _) in built.items()}),
        Line(EDIT, "building", False, {services: edit.later for services, (_, _, edit) in built.items()}),
        Line(THEIRS, "building", True, {services: theirs.spent.seconds for services, (_, theirs, _) in built.items()}),
    ]


def _both(services: int, rounds: int, program: Path, folder: Path) -> tuple[Built, Built, Edited]:
    """In turn, each round in folders of its own: where files were just removed, a disk takes new ones more slowly."""
    main = government.write(folder / "in", offices=services // 10, services=10, included=True)
    project = _project(main, folder / "hugo")
    ours, hugo = list[Spent](), list[Spent]()
    for number in range(rounds):
        site, public = folder / f"ours-{number}" / "site", folder / f"public-{number}"
        command = [sys.executable, "-m", "generator", "build", "--contacts", str(main), "--site-dir", str(site)]
        ours.append(spent_by(command))
        hugo.append(spent_by([str(program), "--quiet", "--source", str(project), "--destination", str(public)]))
    built = _built(ours, site), _built(hugo, public)
    return *built, _edited(command, main, services // 20, rounds)


def _built(spent: Sequence[Spent], site: Path) -> Built:
    pages = list(site.resolve().rglob("*.html"))
    return Built(median_of(spent), len(pages), sum(page.stat().st_size for page in pages) / 1e6)


def _edited(command: list[str], main: Path, office: int, rounds: int) -> Edited:
    path = main.parent / "contacts.d" / f"kantor-{office:05}.yml"
    text = path.read_text(encoding="utf-8")
    spent = []
    for number in range(2 + max(rounds, LATER)):
        path.write_text(text.replace(government.number_of(office), f"0812-9999-{number:04}"), encoding="utf-8")
        spent.append(spent_by(command))
    return Edited(spent[0].seconds, median_of(spent[2:]).seconds)


def _row(services: int, ours: Built, hugo: Built, edit: Edited) -> str:
    ratio = ours.spent.seconds / hugo.spent.seconds
    return (
        f"| {services} | {ours.spent.seconds:.2f} s | {hugo.spent.seconds:.2f} s | {ratio:.2f} "
        f"| {edit.first:.2f} s | {edit.later:.2f} s | {edit.later / hugo.spent.seconds:.2f} "
        f"| {ours.spent.megabytes:.0f} / {hugo.spent.megabytes:.0f} MB | {ours.pages}, {hugo.pages} "
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
