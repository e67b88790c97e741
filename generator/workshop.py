"""One process's share of a build: jobs -> finished, inspected pages on disk. Knows nothing of other processes."""

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from generator import renderer
from generator.bundles import Bundle, Own, pieces
from generator.directory import Directory, Timetable
from generator.frame import NOT_FOUND, NOT_FOUND_FILE, Frames, sitemap_entries
from generator.inspection import Fault, inspect
from generator.kept import Share, sum_of
from generator.overall import GOING_ON, Past, Written
from generator.pages import Setting, write_part, write_records, writers_of
from generator.press import Press
from generator.sheets import Sheet
from generator.tree import Tree
from generator.writer import Writer

RECORDS_IN_JOB = 40


class Job(NamedTuple):
    """A part of what tells of all, by its name; where it has none, pages of a bundle's own records, by its number."""

    part: str
    bundle: int
    own: Own


class Done(NamedTuple):
    """`samples`: the first page of each kind and language that this process made; `new`: names on disk."""

    share: Share
    faults: list[Fault]
    samples: dict[str, Sheet]
    new: list[str]


def jobs_of(number: int, bundle: Bundle) -> Iterator[Job]:
    return (Job("", number, own) for own in pieces(bundle.own, RECORDS_IN_JOB))


def file_of(made: Sheet) -> str:
    """The name of the file that visitors get."""
    return NOT_FOUND_FILE if made.path == f"{NOT_FOUND}/" else f"{made.path}index.html"


@dataclass
class Workshop:
    """`private`: the mailboxes that no page may tell; the rest is as in `pages`."""

    directory: Directory
    bundles: Sequence[Bundle]
    setting: Setting
    past: Past
    private: frozenset[str]
    tree: Tree
    _press: Press = field(default_factory=lambda: Press(renderer.THEME))
    _sampled: set[str] = field(default_factory=set)
    _frames: Frames = field(init=False)
    _timetables: dict[Hashable, Timetable] = field(default_factory=dict)
    _last: tuple[int, list[Writer]] = (-1, [])

    def __post_init__(self) -> None:
        self._frames = Frames(self.directory.site, self.setting.assets)

    def get_ready(self) -> None:
        """Compiles every template, before copies of this process would, each for itself."""
        for templates in (self.setting.templates, self._press.templates):
            for name in templates.list_templates():
                templates.get_template(name)

    def make(self, job: Job) -> Done:
        """Raises: OSError, jinja2.TemplateError."""
        written = self._written(job)
        sheets = self._sheets(written)
        finished = {file_of(made): self._press.pressed(made) for made in sheets} | written.files
        found = inspect({**finished, **written.new}, self.private)
        contents = {name: text.encode() for name, text in finished.items()}
        new = self.tree.write(contents)
        entries = sitemap_entries(self.directory.site, written.pages)
        kinds = {f"{made.kind} {made.meta['language']}": made for made in reversed(sheets)}
        samples = {kind: made for kind, made in kinds.items() if kind not in self._sampled}
        self._sampled |= kinds.keys()
        sums = {name: sum_of(content) for name, content in contents.items()} if job.part in GOING_ON else {}
        return Done(Share(list(finished), entries, found.links, list(kinds), sums), found.faults, samples, new)

    def sheets(self, job: Job) -> list[Sheet]:
        """The pages of a job, each in its frame."""
        return self._sheets(self._written(job))

    def _sheets(self, written: Written) -> list[Sheet]:
        return [self._frames.sheet(page) for page in written.pages]

    def _written(self, job: Job) -> Written:
        if job.part:
            return write_part(job.part, self.directory, self.setting, self.past)
        return write_records(self._writers(job.bundle), job.own)

    def _writers(self, number: int) -> list[Writer]:
        """Those of a bundle; jobs of one follow each other."""
        if self._last[0] != number:
            self._last = (number, writers_of(self.bundles[number].directory, self.setting, self._timetables))
        return self._last[1]
