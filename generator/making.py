"""Makes a complete, inspected site in a fresh folder: on every core, and the pages of unchanged bundles not at all.

A press makes the pages; of each kind and language the renderer makes one, and the press's must be the same.
"""

import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from generator import renderer
from generator.assets import SOURCES, hashed_assets, page_templates
from generator.bundles import Bundle, bundles_of, whole
from generator.crew import spread
from generator.directory import Directory, Reading, private_mailboxes
from generator.frame import sitemap
from generator.history import History
from generator.inspection import Fault, dead_links, inspect
from generator.kept import KEPT_NAME, Kept, Share, code_sign, joined, kept_as_json, kept_in, key_of
from generator.pages import SITEMAP
from generator.sheets import Sheet
from generator.tree import Tree
from generator.workshop import Done, Job, Workshop, file_of, jobs_of

OF_ALL = Job(None, {})
"""What tells of the whole directory: first, since it takes longest."""
MANY_JOBS = 50


class RefusedSiteError(Exception):
    """The built site has faults and was not published."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults


class Order(NamedTuple):
    """What is asked for: the site of a directory as of `now`, after what was told `before`.

    `reading` is what the directory was read from; `previous` the folder of the build before, if any.
    """

    directory: Directory
    reading: Reading
    now: datetime
    before: History
    previous: Path | None
    processes: int
    say: Callable[[str], None]


def make(order: Order, work: Path) -> int:
    """Makes it in the folder `site` of `work`; gives the number of its pages.

    Raises: RefusedSiteError, renderer.RenderingError.
    """
    return _Making(order, work).make()


class _Making:
    def __init__(self, order: Order, work: Path) -> None:
        self._order, self._work = order, work
        self._bundles = _bundles(order)
        self._assets = hashed_assets()
        self._code = code_sign([SOURCES, renderer.SETTINGS])
        self._keys = _keys(order, self._bundles, self._code)
        self._kept = kept_in(order.previous) if order.previous else Kept()
        self._tree = Tree(work / "site", order.previous / "site" if order.previous else None)
        self._workshop = self._set_up()

    def _set_up(self) -> Workshop:
        order, names = self._order, {name: path for name, (path, _) in self._assets.items()}
        private = private_mailboxes(order.directory)
        templates = page_templates()
        return Workshop(order.directory, self._bundles, order.now, order.before, templates, names, private, self._tree)

    def make(self) -> int:
        fresh = [number for number, key in enumerate(self._keys) if key not in self._kept.shares]
        jobs = [OF_ALL, *(job for number in fresh for job in jobs_of(number, self._bundles[number]))]
        done = list(self._told(spread(self._workshop.make, jobs, self._order.processes), len(jobs)))
        shares = self._shares(jobs, done)
        new = [name for one in done for name in one.new]
        new += [
            name for key in self._kept.shares.keys() & set(self._keys) for name in self._tree.keep(shares[key].files)
        ]
        share = joined([done[0].share, *shares.values()])
        files = {SITEMAP: sitemap(share.entries).encode(), **dict(self._assets.values())}
        _refuse([*(fault for one in done for fault in one.faults), *dead_links(share.links, {*share.files, *files})])
        new += self._tree.write(files)
        if self._is_as_rendered(done):
            self._remember(shares, share.kinds)
        else:
            new += self._render_all()
        self._tree.sync(new)
        return sum(name.endswith(".html") for name in share.files)

    def _told(self, done: Iterable[Done], jobs: int) -> Iterator[Done]:
        """Long work says how far it is, at each tenth."""
        for number, one in enumerate(done, 1):
            if jobs >= MANY_JOBS and number * 10 // jobs > (number - 1) * 10 // jobs:
                self._order.say(f"{number * 100 // jobs} % of the pages are made")
            yield one

    def _shares(self, jobs: Sequence[Job], done: Sequence[Done]) -> dict[str, Share]:
        """What came of each bundle, by its key; of an unchanged one, what came of it in the build before."""
        found: dict[str, list[Share]] = {key: [] for key in self._keys}
        for job, one in zip(jobs, done, strict=True):
            if job.bundle is not None:
                found[self._keys[job.bundle]].append(one.share)
        kept = self._kept.shares
        return {key: kept[key] if key in kept else joined(shares) for key, shares in found.items()}

    def _is_as_rendered(self, done: Sequence[Done]) -> bool:
        """Whether of each kind and language the renderer makes the very page that the press made.

        What it made once, with the same programs, it need not make again.
        """
        known = set(self._kept.kinds) if self._kept.code == self._code else set()
        samples: dict[str, Sheet] = {}
        for one in done:
            samples = one.samples | samples
        new = [made for kind, made in samples.items() if kind not in known]
        if not new:
            return True
        rendered = self._rendered(new)
        return all((self._tree.folder / name).read_bytes() == content for name, content in rendered.items())

    def _render_all(self) -> list[str]:
        self._order.say("the renderer's pages differ from the press's: every page goes through the renderer")
        jobs = [OF_ALL, *(job for number, bundle in enumerate(self._bundles) for job in jobs_of(number, bundle))]
        pages = self._rendered([made for job in jobs for made in self._workshop.sheets(job)])
        _refuse(inspect({name: content.decode() for name, content in pages.items()}, self._workshop.private).faults)
        return self._tree.write(pages)

    def _rendered(self, sheets: Sequence[Sheet]) -> dict[str, bytes]:
        """What the renderer makes of these pages, by the names of their files."""
        pages, rendered = self._work / "pages", self._work / "rendered"
        Tree(pages, None).write({f"{made.path}index.md": made.source.encode() for made in sheets})
        renderer.render(pages, rendered, self._order.now)
        found = {file_of(made): (rendered / made.path / "index.html").read_bytes() for made in sheets}
        shutil.rmtree(pages)
        shutil.rmtree(rendered)
        return found

    def _remember(self, shares: Mapping[str, Share], kinds: Iterable[str]) -> None:
        if self._order.reading.sums:
            text = kept_as_json(Kept(self._code, tuple(kinds), shares))
            Tree(self._work, None).write({KEPT_NAME: text.encode()})


def _refuse(faults: list[Fault]) -> None:
    if faults:
        raise RefusedSiteError(faults)


def _bundles(order: Order) -> list[Bundle]:
    """One of all where nobody told which files the directory was read from."""
    return bundles_of(order.directory, order.reading.places) if order.reading.sums else [whole(order.directory)]


def _keys(order: Order, bundles: Sequence[Bundle], code: str) -> list[str]:
    """Of each bundle a sign of all that its pages come of: equal signs, equal pages."""
    directory, sums = order.directory, order.reading.sums
    shared = [(name, sums.get(name)) for name in bundles[0].files]
    common = key_of([code, order.now.date(), directory.site, *shared, *sorted(private_mailboxes(directory))])
    return [key_of([common, *((name, sums.get(name)) for name in bundle.files)]) for bundle in bundles]
