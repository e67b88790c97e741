"""Makes a complete, inspected site in a fresh folder: on every core, and the pages of unchanged bundles not at all.

A press makes the pages; of each kind and language the renderer makes one, and the press's must be the same.
"""

import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import NamedTuple

from generator import renderer
from generator.assets import SOURCES, hashed_assets, page_templates
from generator.bundles import Bundle, bundles_of, whole
from generator.crew import spread
from generator.directory import Directory, Reading, private_mailboxes
from generator.frame import sitemap
from generator.history import published_history
from generator.inspection import Fault, dead_links, inspect, leading_out
from generator.kept import KEPT_NAME, Kept, Share, code_sign, joined, keep_in, kept_in
from generator.keys import Keys
from generator.overall import GOING_ON, PARTS, SEARCH, SITEMAP, SUBSCRIPTIONS, Past
from generator.pages import Setting, day_of
from generator.proofs import Proofs
from generator.tree import Tree
from generator.workshop import Done, Job, Workshop, jobs_of

MANY_JOBS = 50
LATE = (SEARCH,)
"""Parts that no page waits for: their addresses are the same whatever is in them."""


class RefusedSiteError(Exception):
    """The built site has faults and was not published."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults


class Order(NamedTuple):
    """What is asked for: the site of a directory as of `now`, after the history that was published `before`.

    `reading` is what the directory was read from; `published` the folder of the published build, if any, and `spare`
    that of an older one, which may be used up. `hurries`: parts that no page waits for stay as they were published.
    """

    directory: Directory
    reading: Reading
    now: datetime
    before: str
    published: Path | None
    spare: Path | None
    processes: int
    say: Callable[[str], None]
    hurries: bool


class Made(NamedTuple):
    """`making` goes on in `catch_up` with what is known by now, where it `is_late` with some parts."""

    pages: int
    is_late: bool
    making: "_Making"


def make(order: Order, work: Path) -> Made:
    """Makes it in the folder `site` of `work`.

    Where a file is gone that the published build should have, or what was taken over from it is wrong, all of the
    site is made anew. Raises: RefusedSiteError, renderer.RenderingError; `spare` is then as it was.
    """
    try:
        return _Making(order, work).make()
    except (FileNotFoundError, UnicodeError, RefusedSiteError) as error:
        if order.published is None:
            raise
        order.say(f"{error}: every page is made anew")
        shutil.rmtree(work / "site", ignore_errors=True)
        return _Making(order._replace(published=None, spare=None, hurries=False), work).make()


@cache
def program_sign() -> str:
    """A sign of all that makes a site, but the files of the office."""
    return code_sign([SOURCES, renderer.SETTINGS])


def catch_up(made: Made) -> None:
    """Makes the parts that were left as they were published, in the build that is published now: visitors read there.

    Raises: RefusedSiteError.
    """
    made.making.catch_up()


class _Task(NamedTuple):
    """What is made anew or taken over as a whole: equal keys, equal files."""

    key: str
    jobs: list[Job]


class _Making:
    def __init__(self, order: Order, work: Path) -> None:
        self._order, self._work = order, work
        self._bundles = _bundles(order)
        self._kept = kept_in(order.published)
        self._keys = Keys(order.reading, order.directory, order.now, program_sign())
        found = hashed_assets() if self._kept.code != self._keys.code else {}  # else they are what they were
        self._assets = {name: path for name, (path, _) in found.items()} or self._kept.assets
        self._asset_files = dict(found.values())
        self._tree = Tree(work / "site", order.published / "site" if order.published else None)
        self._due = {name: self._keys.of_part(name, order.before) for name in PARTS}
        shared = self._bundles[0].files
        self._of_bundles = [self._keys.of_bundle(bundle, shared) for bundle in self._bundles]
        self._workshop = self._set_up()
        self._late = self._left(self._due) if order.hurries and order.reading.sums else {}
        self._parts = self._due | self._late

    def _left(self, parts: Mapping[str, str]) -> dict[str, str]:
        """The parts that no page waits for and that are not as they were published, each with the key of its share.

        None after an update: the script of the new pages may not understand the index of the old ones.
        """
        if self._kept.code != self._keys.code:
            return {}
        before = {name: self._kept.parts.get(name, "") for name in LATE if parts[name] not in self._kept.shares}
        return {name: key for name, key in before.items() if key in self._kept.shares}

    def _set_up(self) -> Workshop:
        order = self._order
        setting = Setting(day_of(order.now), page_templates(), self._assets)
        private = private_mailboxes(order.directory)
        return Workshop(order.directory, self._bundles, setting, self._past(), private, self._tree)

    def _past(self) -> Past:
        """That a bundle is as it was tells too that program, site and day are: its key is of all of them."""
        kept, before = self._kept, Past(self._order.now, self._order.before)
        same = [bundle.own for key, bundle in zip(self._of_bundles, self._bundles, strict=True) if key in kept.shares]
        left = [kept.parts.get(name, "") for name in GOING_ON if self._due[name] not in kept.shares]
        files = [file for key in left if key in kept.shares for file in kept.shares[key].files] if same else []
        return before._replace(written={file: self._tree.read(file).decode() for file in files}, same=same)

    def make(self) -> Made:
        tasks = self._tasks()
        fresh = [task for task in tasks if task.key not in self._kept.shares]
        jobs = [job for task in fresh for job in task.jobs]
        if len(jobs) >= MANY_JOBS:
            self._workshop.get_ready()
        with Proofs(self._work, self._order.now, self._proven()) as proofs:
            done = list(self._told(spread(self._workshop.make, jobs, self._order.processes), len(jobs), proofs))
            made = _by_task(fresh, done)
            shares = {task.key: made.get(task.key) or self._kept.shares[task.key] for task in tasks}
            share = joined(shares.values())
            written = {SITEMAP: sitemap(share.entries).encode(), **self._asset_files}
            rest = [SITEMAP, *self._assets.values()]
            faults = [fault for one in done for fault in one.faults]
            _refuse([*faults, *dead_links(share.links, {*share.files, *rest})])
            new = [*(name for one in done for name in one.new), *self._tree.write(written)]
            is_right = all(self._tree.read(name) == content for name, content in proofs.pages())
        if self._late and not is_right:  # of such a build nothing is remembered, so nothing can be made later
            return _Making(self._order._replace(hurries=False), self._work).make()
        if not is_right:
            new = sorted({*new, *self._render_all()})
        self._complete(shares, [*share.files, *rest], new)
        if is_right:
            self._remember(shares, share.kinds, rest)
        return Made(sum(name.endswith(".html") for name in share.files), bool(self._late), self)

    def catch_up(self) -> None:
        work = self._work / "late"
        workshop = replace(self._workshop, tree=Tree(work, self._work / "site"))
        for name, old in self._late.items():
            self._put_in(workshop.make(Job(name, 0, {})), workshop.tree, name, old)
        shutil.rmtree(work, ignore_errors=True)

    def _put_in(self, done: Done, tree: Tree, name: str, old: str) -> None:
        """A part's files go in one by one, in their order: what another names comes before that.

        Should this die meanwhile, what is there belongs to no share, and the next build makes the part anew.
        """
        _refuse(done.faults)
        before, shares = self._kept.shares[old].files, {**self._kept.shares}
        del shares[old]
        rest = [*self._kept.rest, *before, *done.share.files]
        keep_in(self._work, replace(self._kept, shares=shares, rest=rest))
        tree.add_to(self._work / "site", done.new, set(before) - set(done.share.files))
        new = self._due[name]
        self._kept = replace(self._kept, shares=shares | {new: done.share}, parts=self._kept.parts | {name: new})
        keep_in(self._work, self._kept)

    def _tasks(self) -> list[_Task]:
        """In the order of the site's map: what tells of all, then the bundles."""
        parts = [_Task(key, [Job(name, 0, {})]) for name, key in self._parts.items()]
        bundles = enumerate(zip(self._of_bundles, self._bundles, strict=True))
        return [*parts, *(_Task(key, list(jobs_of(number, bundle))) for number, (key, bundle) in bundles)]

    def _told(self, done: Iterable[Done], jobs: int, proofs: Proofs) -> Iterator[Done]:
        """Long work says how far it is, at each tenth; at three quarters, when most kinds have come, proofs begin."""
        for number, one in enumerate(done, 1):
            proofs.add(one.samples)
            if jobs >= MANY_JOBS and number == jobs * 3 // 4:
                proofs.begin()
            if jobs >= MANY_JOBS and number * 10 // jobs > (number - 1) * 10 // jobs:
                self._order.say(f"{number * 100 // jobs} % of the pages are made")
            yield one

    def _complete(self, shares: Mapping[str, Share], names: Sequence[str], new: Sequence[str]) -> None:
        """With what the published build has, and where that saves work, within an older one that has most of it too."""
        spare, fresh = kept_in(self._order.spare), set(new)
        if self._order.spare is None or not spare.files or len(fresh) * 2 > len(names):
            self._tree.complete(new, [name for name in names if name not in fresh])
            return
        there = {name for key in shares.keys() & spare.shares.keys() for name in shares[key].files}
        taken = [name for name in names if name not in fresh and name not in there]
        (self._order.spare / KEPT_NAME).unlink()  # what it tells is true no longer
        self._tree.complete_in(self._order.spare / "site", new, taken, spare.files - set(names))

    def _proven(self) -> Sequence[str]:
        """What the renderer made once as the press did, with the same programs, it need not make again."""
        return self._kept.kinds if self._kept.code == self._keys.code else ()

    def _render_all(self) -> list[str]:
        self._order.say("the renderer's pages differ from the press's: every page goes through the renderer")
        jobs = [job for task in self._tasks() for job in task.jobs]
        with Proofs(self._work, self._order.now) as proofs:
            proofs.add({made.path: made for job in jobs for made in self._workshop.sheets(job)})
            pages = dict(proofs.pages())
        _refuse(inspect({name: content.decode() for name, content in pages.items()}, self._workshop.private).faults)
        return self._tree.write(pages)

    def _remember(self, shares: Mapping[str, Share], kinds: Iterable[str], rest: Sequence[str]) -> None:
        """Not where nobody told which files the directory was read from.

        What people subscribe to comes of what was told before: from now on, that is what is told now.
        """
        if not self._order.reading.sums:
            return
        subscribed = shares[self._parts[SUBSCRIPTIONS]]
        again = {self._keys.of_part(SUBSCRIPTIONS, published_history(self._tree.folder)): subscribed}
        self._kept = Kept(self._keys.code, tuple(kinds), {**shares, **again}, self._parts, self._assets, rest)
        keep_in(self._work, self._kept)


def _by_task(tasks: Sequence[_Task], done: Sequence[Done]) -> dict[str, Share]:
    """What came of each, by its key; of its links those that lead out of it, since the others come and go with it."""
    waiting = iter(done)
    shares = {task.key: joined(next(waiting).share for _ in task.jobs) for task in tasks}
    return {key: replace(one, links=leading_out(one.links, set(one.files))) for key, one in shares.items()}


def _refuse(faults: list[Fault]) -> None:
    if faults:
        raise RefusedSiteError(faults)


def _bundles(order: Order) -> list[Bundle]:
    """One of all where nobody told which files the directory was read from."""
    return bundles_of(order.directory, order.reading.places) if order.reading.sums else [whole(order.directory)]
