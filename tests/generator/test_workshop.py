"""workshop: what a process does once, and no job again."""

from pathlib import Path

import pytest
from jinja2 import FileSystemLoader

from generator.assets import page_templates
from generator.bundles import whole
from generator.directory import Directory
from generator.overall import PARTS, Past
from generator.pages import Setting, day_of
from generator.tree import Tree
from generator.workshop import Job, Workshop, jobs_of
from tests.building import FOUNDING_DAY
from tests.generator.written import ASSETS


def test_a_workshop_that_is_ready_reads_no_template(
    pasuruan: Directory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Copies of it would each read and compile them for itself."""
    bundle, setting = whole(pasuruan), Setting(day_of(FOUNDING_DAY), page_templates(), ASSETS)
    workshop = Workshop(pasuruan, [bundle], setting, Past(FOUNDING_DAY, ""), frozenset(), Tree(tmp_path, None))
    workshop.get_ready()
    monkeypatch.setattr(FileSystemLoader, "get_source", lambda _loader, _env, name: pytest.fail(name))
    made = [workshop.make(job) for job in [*jobs_of(0, bundle), *(Job(name, 0, {}) for name in PARTS)]]
    assert sum(len(one.new) for one in made) > 40
