"""Parts of a site that no page waits for: they are made when the pages are out, and put in where visitors read."""

import shutil
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from generator.inspection import refuse
from generator.kept import Kept, keep_in
from generator.plan import Plan
from generator.tree import Tree
from generator.workshop import Done, Job, Workshop


class Late(NamedTuple):
    """What is to come into the build in the folder `work`, which left `kept`."""

    work: Path
    plan: Plan
    workshop: Workshop
    kept: Kept


def catch_up(late: Late) -> None:
    """Makes the parts that were left as they were published. Raises: inspection.RefusedSiteError."""
    folder = late.work / "late"
    tree = Tree(folder, late.work / "site")
    workshop = replace(late.workshop, tree=tree)
    for name in late.plan.late:
        late = _with(late, name, workshop.make(Job(name, 0, {})), tree)
    shutil.rmtree(folder, ignore_errors=True)


def _with(late: Late, name: str, done: Done, tree: Tree) -> Late:
    """A part's files go in one by one, in their order: what another names comes before that.

    Should this die meanwhile, what is there belongs to no share, and the next build makes the part anew.
    """
    refuse(done.faults)
    work, plan, kept = late.work, late.plan, late.kept
    old, new, shares = plan.late[name], plan.due[name], {**kept.shares}
    before = shares.pop(old).files
    keep_in(work, replace(kept, shares=shares, rest=[*kept.rest, *before, *done.share.files]))
    tree.add_to(work / "site", done.new, set(before) - set(done.share.files))
    kept = replace(kept, shares=shares | {new: done.share}, parts=kept.parts | {name: new})
    keep_in(work, kept)
    return late._replace(kept=kept)
