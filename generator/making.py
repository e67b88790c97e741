"""Makes a complete, inspected site in a fresh folder: on every core, and the pages of unchanged bundles not at all.

A press makes the pages; of each kind and language the renderer makes one, and the press's must be the same.
"""

import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from generator.crew import spread
from generator.frame import sitemap
from generator.inspection import RefusedSiteError, dead_links, inspect, leading_out, refuse
from generator.kept import KEPT_NAME, Share, joined, keep_in, kept_in
from generator.late import Late
from generator.overall import SITEMAP
from generator.plan import Order, Plan, Task
from generator.proofs import Proofs
from generator.tree import Tree, standing
from generator.workshop import Done

MANY_JOBS = 50


class Made(NamedTuple):
    """`late`: what is to come when the pages are out, if anything."""

    pages: int
    late: Late | None


def make(order: Order, work: Path) -> Made:
    """Makes it in the folder `site` of `work`.

    Where a file is gone that the published build should have, or what was taken over from it is wrong, all of the
    site is made anew. Raises: inspection.RefusedSiteError, renderer.RenderingError; `spare` is then as it was.
    """
    plan = Plan(order)
    try:
        return _Making(order, plan, work).make()
    except (FileNotFoundError, RefusedSiteError) as error:
        if not plan.takes_over:
            raise
        order.say(f"{error}: every page is made anew")
        shutil.rmtree(work / "site", ignore_errors=True)
        return _make(order._replace(published=None, spare=None, hurries=False), work)


def _make(order: Order, work: Path) -> Made:
    return _Making(order, Plan(order), work).make()


class _Making:
    def __init__(self, order: Order, plan: Plan, work: Path) -> None:
        self._order, self._plan, self._work = order, plan, work
        self._tree = Tree(work / "site", order.published / "site" if order.published else None)
        self._workshop = self._plan.workshop(self._tree)

    def make(self) -> Made:
        plan, kept = self._plan, self._plan.kept.shares
        tasks = plan.tasks()
        fresh = [task for task in tasks if task.key not in kept]
        with Proofs(self._work, self._order.now, plan.proven) as proofs:
            done = self._done(fresh, proofs)
            made = _by_task(fresh, done)
            shares = {task.key: made.get(task.key) or kept[task.key] for task in tasks}
            share = joined(shares.values())
            faults = [fault for one in done for fault in one.faults]
            refuse([*faults, *dead_links(share.links, {*share.files, *plan.rest})])
            rest = self._tree.write({SITEMAP: sitemap(share.entries).encode(), **plan.asset_files})
            is_right = all(self._tree.read(name) == content for name, content in proofs.pages())
        if plan.late and not is_right:  # of such a build nothing is remembered, so nothing can be made later
            return _make(self._order._replace(hurries=False), self._work)
        new = [*(name for one in done for name in one.new), *rest]
        new = new if is_right else sorted({*new, *self._render_all()})
        self._complete(shares, [*share.files, *plan.rest], new)
        pages = sum(name.endswith(".html") for name in share.files)
        return Made(pages, self._kept(shares, share.kinds) if is_right else None)

    def _done(self, fresh: Sequence[Task], proofs: Proofs) -> list[Done]:
        jobs = [job for task in fresh for job in task.jobs]
        if len(jobs) >= MANY_JOBS:
            self._workshop.get_ready()
        return list(self._told(spread(self._workshop.make, jobs, self._order.processes), len(jobs), proofs))

    def _told(self, done: Iterable[Done], jobs: int, proofs: Proofs) -> Iterator[Done]:
        """Long work says how far it is, at each tenth; at three quarters, when most kinds have come, proofs begin."""
        for number, one in enumerate(done, 1):
            proofs.add(one.samples)
            if jobs >= MANY_JOBS and number == jobs * 3 // 4:
                proofs.begin()
            if jobs >= MANY_JOBS and number * 10 // jobs > (number - 1) * 10 // jobs:
                self._order.say(f"{number * 100 // jobs} % of the pages are made")
                self._tree.hasten()
            yield one

    def _complete(self, shares: Mapping[str, Share], names: Sequence[str], new: Sequence[str]) -> None:
        """With what the published build has, and where that saves work, within an older one that has most of it too."""
        spare, fresh = kept_in(self._order.spare), set(new)
        if self._order.spare is None or not spare.files or len(fresh) * 2 > len(names):
            self._tree.complete(new, [name for name in names if name not in fresh])
            return
        base, alike = self._order.spare / "site", shares.keys() & spare.shares.keys()
        there = standing(base, (name for key in alike for name in shares[key].files))
        taken = [name for name in names if name not in fresh and name not in there]
        (self._order.spare / KEPT_NAME).unlink()  # what it tells is true no longer
        self._tree.complete_in(base, new, taken, spare.files - set(names))

    def _render_all(self) -> list[str]:
        self._order.say("the renderer's pages differ from the press's: every page goes through the renderer")
        jobs = [job for task in self._plan.tasks() for job in task.jobs]
        with Proofs(self._work, self._order.now) as proofs:
            proofs.add({made.path: made for job in jobs for made in self._workshop.sheets(job)})
            pages = dict(proofs.pages())
        refuse(inspect({name: content.decode() for name, content in pages.items()}, self._workshop.private).faults)
        return self._tree.write(pages)

    def _kept(self, shares: Mapping[str, Share], kinds: Iterable[str]) -> Late | None:
        """Leaves what the next build needs; gives what is to come yet."""
        kept = self._plan.to_keep(shares, kinds, self._tree.folder)
        if kept is None:
            return None
        keep_in(self._work, kept)
        return Late(self._work, self._plan, self._workshop, kept) if self._plan.late else None


def _by_task(tasks: Sequence[Task], done: Sequence[Done]) -> dict[str, Share]:
    """What came of each, by its key; of its links those that lead out of it, since the others come and go with it."""
    waiting = iter(done)
    shares = {task.key: joined(next(waiting).share for _ in task.jobs) for task in tasks}
    return {key: replace(one, links=leading_out(one.links, set(one.files))) for key, one in shares.items()}
