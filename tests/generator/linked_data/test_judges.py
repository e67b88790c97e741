"""What machines are told is schema.org as Google's schema-dts has it, and the judge sees a slip of the pen."""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from generator.directory import Directory
from generator.linked_data.nodes import Node
from tests.building import good
from tests.generator.full import FULL
from tests.generator.linked_data.kinds import every_page
from tests.parts import judge, program


def typed_as(data: Node) -> str:
    """What schema-dts calls the whole of a page's data."""
    return "Graph" if "@graph" in data else f"WithContext<{data['@type']}>"


def compiled(folder: Path, *declarations: tuple[str, Node, bool]) -> str:
    """What the compiler says of data as of their types; those that are `wrong` must be refused, else it says so."""
    program("node", "nodejs")
    (folder / "node_modules").symlink_to(judge("schema-dts").parent)
    lines = ['import type { Graph, WithContext, GovernmentService, SpecialAnnouncement } from "schema-dts";']
    for number, (kind, data, is_wrong) in enumerate(declarations):
        lines += ["// @ts-expect-error"] * is_wrong
        lines += [f"export const page{number}: {kind} = {json.dumps(data)};"]
    (folder / "pages.ts").write_text("\n".join(lines), encoding="utf-8")
    command = [str(judge(".bin/tsc")), "--noEmit", "--strict", "--ignoreConfig", "pages.ts"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


def misspelt(data: Any, seen: set[tuple[str, str]]) -> Iterator[Any]:
    """The data with one key, at any depth, a letter too long: each key of each type once."""
    if isinstance(data, list):
        for number, part in enumerate(data):
            yield from ([*data[:number], wrong, *data[number + 1 :]] for wrong in misspelt(part, seen))
    elif isinstance(data, dict):
        for key, part in data.items():
            yield from ({**data, key: wrong} for wrong in misspelt(part, seen))
            if not key.startswith("@") and (data["@type"], key) not in seen:
                seen.add((data["@type"], key))
                yield {f"{name}x" if name == key else name: value for name, value in data.items()}


@pytest.fixture(scope="module", params=["pasuruan", "full"])
def directory(request: pytest.FixtureRequest, pasuruan: Directory) -> Directory:
    return pasuruan if request.param == "pasuruan" else good(FULL)


def test_every_page_speaks_schema_org(directory: Directory, tmp_path: Path) -> None:
    """Each kind of page in each language."""
    told = [(typed_as(data), data, False) for code in directory.site.languages for data in every_page(directory, code)]
    assert compiled(tmp_path, *told) == ""
    assert len(told) >= 10


def test_the_judge_sees_every_misspelt_property(tmp_path: Path) -> None:
    """One letter too many in any property of any page, and the compiler refuses it."""
    seen: set[tuple[str, str]] = set()
    wrong = [(typed_as(data), spoilt, True) for data in every_page(good(FULL), "id") for spoilt in misspelt(data, seen)]
    assert compiled(tmp_path, *wrong) == ""
    assert len(wrong) > 50
