"""What of a site has to be made, and what is taken over from the build before, by keys. Changes no file."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache, cached_property, partial
from pathlib import Path
from typing import NamedTuple

from generator import renderer
from generator.assets import SOURCES, hashed_assets, page_templates
from generator.bundles import Bundle, bundles_of, whole
from generator.directory import Directory, Reading, private_mailboxes
from generator.history import published_history
from generator.kept import Kept, Share, code_sign, kept_in, sum_of
from generator.keys import Keys
from generator.overall import GOING_ON, PARTS, SEARCH, SITEMAP, SUBSCRIPTIONS, Past
from generator.pages import Setting, day_of
from generator.tree import Tree
from generator.workshop import Job, Workshop, jobs_of

LATE = (SEARCH,)
"""Parts that no page waits for: their addresses are the same whatever is in them."""


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


@dataclass(frozen=True)
class Task:
    """What is made anew or taken over as a whole: equal keys, equal files."""

    key: str
    _parted: Callable[[], Iterable[Job]]

    @cached_property
    def jobs(self) -> Sequence[Job]:
        """What there is to do for it, where it is made anew."""
        return list(self._parted())


@cache
def program_sign() -> str:
    """A sign of all that makes a site, but the files of the office."""
    return code_sign([SOURCES, renderer.SETTINGS])


class Plan:
    """`kept`: what the published build left. `due`: the key of each part as it should be; `late`: of those that stay.

    `assets`: stylesheets, scripts and pictures by name, with their paths; `asset_files`: those to be written.
    """

    def __init__(self, order: Order) -> None:
        self._order = order
        self._bundles = _bundles(order)
        self._keys = Keys(order.reading, order.directory, order.now, program_sign())
        self.kept = kept_in(order.published)
        self.due = {name: self._keys.of_part(name, order.before) for name in PARTS}
        shared = self._bundles[0].files
        self._of_bundles = [self._keys.of_bundle(bundle, shared) for bundle in self._bundles]
        self.late = self._left() if order.hurries and order.reading.sums else {}
        self._parts = self.due | self.late
        found = {} if self.takes_over else hashed_assets()  # else they are what they were
        self.assets = {name: path for name, (path, _) in found.items()} or self.kept.assets
        self.asset_files = dict(found.values())

    def _left(self) -> dict[str, str]:
        """The parts that no page waits for and that are not as they were published, each with the key of its share.

        None after an update: the script of the new pages may not understand the index of the old ones.
        """
        if not self.takes_over:
            return {}
        before = {name: self.kept.parts.get(name, "") for name in LATE if self.due[name] not in self.kept.shares}
        return {name: key for name, key in before.items() if key in self.kept.shares}

    @property
    def takes_over(self) -> bool:
        """Whether anything may come from the published build: nothing does that another program made."""
        return self.kept.code == self._keys.code

    @property
    def proven(self) -> Sequence[str]:
        """The kinds of pages that the renderer made as the press did, with the same programs: once is enough."""
        return self.kept.kinds if self.takes_over else ()

    @property
    def rest(self) -> list[str]:
        """The files that come of no task."""
        return [SITEMAP, *self.assets.values()]

    def tasks(self) -> list[Task]:
        """All of the site, in the order of its map: what tells of all, then the bundles."""
        parts = [Task(key, partial(_job_of, name)) for name, key in self._parts.items()]
        bundles = enumerate(zip(self._of_bundles, self._bundles, strict=True))
        return [*parts, *(Task(key, partial(jobs_of, number, bundle)) for number, (key, bundle) in bundles)]

    def workshop(self, tree: Tree) -> Workshop:
        """Where the jobs are done; it writes into a tree."""
        order = self._order
        setting = Setting(day_of(order.now), page_templates(), self.assets)
        private = private_mailboxes(order.directory)
        return Workshop(order.directory, self._bundles, setting, self._past(tree), private, tree)

    def _past(self, tree: Tree) -> Past:
        """That a bundle is as it was tells too that program, site and day are: its key is of all of them."""
        shares, before = self.kept.shares, Past(self._order.now, self._order.before)
        keys = zip(self._of_bundles, self._bundles, strict=True)
        changed = [bundle.own for key, bundle in keys if key not in shares]
        left = [self.kept.parts.get(name, "") for name in GOING_ON if self.due[name] not in shares]
        sums = {name: found for key in left if key in shares for name, found in shares[key].sums.items()}
        is_new = len(changed) == len(self._bundles)
        return before if is_new else before._replace(written=partial(_as_made, tree, sums), changed=changed)

    def to_keep(self, shares: Mapping[str, Share], kinds: Iterable[str], site: Path) -> Kept | None:
        """What the build of these shares in the folder `site` leaves; nothing where nobody told which files were read.

        What people subscribe to comes of what was told before: from now on, that is what is told now, and nothing else.
        """
        if not self._order.reading.sums:
            return None
        key = self._keys.of_part(SUBSCRIPTIONS, published_history(site))
        again = {key if name == self.due[SUBSCRIPTIONS] else name: share for name, share in shares.items()}
        parts = self._parts | {SUBSCRIPTIONS: key}
        return Kept(self._keys.code, tuple(kinds), again, parts, self.assets, self.rest)


def _job_of(part: str) -> list[Job]:
    return [Job(part, 0, {})]


def _as_made(tree: Tree, sums: Mapping[str, str], name: str) -> str:
    """A file of the published build, if it has one of these sums by its name; nothing where it has another now.

    So of what is taken over no byte is another than those that were inspected. Raises: OSError.
    """
    content = tree.read(name) if name in sums else b""
    return content.decode() if sum_of(content) == sums.get(name) else ""


def _bundles(order: Order) -> list[Bundle]:
    """One of all where nobody told which files the directory was read from."""
    return bundles_of(order.directory, order.reading.places) if order.reading.sums else [whole(order.directory)]
