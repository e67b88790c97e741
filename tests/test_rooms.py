"""The arrows between the rooms of the house: who may import whom, and what stays pure."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import generator.directory
from tests.building import ROOT

ROOMS = ("generator", "form_api")
RENDERERS = {"generator.site", "generator.renderer"}
ONLY_ROOM_FOR = {
    "aiosmtplib": {"form_api.conversation"},
    "sqlalchemy": {"form_api.outbox"},
    "alembic": {"form_api.outbox"},
    "mkdocs": RENDERERS,
}
ONLY_ROOM_FOR |= {"holidays": {"generator.proposals"}, "icalendar": {"generator.calendar_file"}}
ONLY_ROOM_FOR |= {"cryptography": {"form_api.sealing"}, "prometheus_client": {"form_api.metrics"}}
ONLY_ROOM_FOR |= {"lxml": {"generator.tags"}, "orjson": {"generator.compact"}}
ONLY_ROOM_FOR |= {"zxingcpp": {"generator.handouts.qr_code"}, "tinycss2": {"generator.stylesheet"}}
ONLY_ROOM_FOR |= {"PIL": {"form_api.pictures"}, "pikepdf": {"form_api.papers"}}
ONLY_ROOM_FOR |= {"python_multipart": {"form_api.parts"}, "h11": {"form_api.patience"}}
FILES = {"open", "read_text", "read_bytes"}
WORLD = {"now", "utcnow", "today", "monotonic", "perf_counter", "write_text", *FILES}


@cache
def modules() -> dict[str, ast.Module]:
    """Every module of the two rooms, by its dotted name."""
    paths = [path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))]
    return {_name(path): ast.parse(path.read_text(encoding="utf-8")) for path in paths}


def _name(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def imports(module: str) -> Iterator[tuple[str, str]]:
    """What a module imports, within functions too: the module that is named, and the name taken from it."""
    for node in ast.walk(modules()[module]):
        if isinstance(node, ast.Import):
            yield from ((alias.name, "") for alias in node.names)
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module} imports by a relative name"
            yield from ((node.module or "", alias.name) for alias in node.names)


def imported_modules(module: str) -> set[str]:
    """As `imports`, with `from package import module` as that module."""
    found = {f"{source}.{name}" if f"{source}.{name}" in modules() else source for source, name in imports(module)}
    return found - {module}


@pytest.mark.parametrize("module", sorted(name for name in modules() if name.startswith("form_api")))
def test_the_form_knows_only_the_door_of_the_directory(module: str) -> None:
    """`form_api` takes from `generator` the names that the door shows, and nothing behind it."""
    taken = {(source, name) for source, name in imports(module) if source.split(".")[0] == "generator"}
    assert {source for source, _ in taken} <= {"generator.directory"}
    assert {name for _, name in taken} <= set(generator.directory.__all__)


@pytest.mark.parametrize("module", sorted(name for name in modules() if name.startswith("generator")))
def test_the_generator_does_not_know_the_form(module: str) -> None:
    """The arrow has one direction."""
    assert [source for source, _ in imports(module) if source.split(".")[0] == "form_api"] == []


def test_the_door_is_light() -> None:
    """Importing the directory loads no renderer, no calendars, no templates, no web framework and no mail client."""
    heavy = ["mkdocs", "babel", "jinja2", "starlette", "aiosmtplib", "sqlalchemy", "uvicorn"]
    script = f"import sys, generator.directory; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_no_module_imports_itself_by_a_way_round() -> None:
    """There is no cycle, so that every module can be read after those it needs."""
    needed = {name: imported_modules(name) & modules().keys() for name in modules()}
    while ready := [name for name, others in needed.items() if not others]:
        needed = {name: others - set(ready) for name, others in needed.items() if name not in ready}
    assert needed == {}


@pytest.mark.parametrize("module", sorted(modules()))
def test_nothing_imports_what_is_started(module: str) -> None:
    """Commands stand at the edge; the application is made by its command alone."""
    started = {name for name in imported_modules(module) if name.endswith((".__main__", ".app"))}
    assert started <= ({"form_api.app"} if module == "form_api.__main__" else set())


@pytest.mark.parametrize("library", sorted(ONLY_ROOM_FOR))
def test_a_library_of_the_outside_world_has_one_room(library: str) -> None:
    """Mail is sent, the store is asked and the site is rendered in one module each."""
    users = {name for name in modules() for source, _ in imports(name) if source.split(".")[0] == library}
    assert {_room(user) for user in users} <= ONLY_ROOM_FOR[library]


def _room(module: str) -> str:
    """The outbox is one room with several modules."""
    return "form_api.outbox" if module.startswith("form_api.outbox.") else module


def test_the_renderer_is_named_in_its_room_alone() -> None:
    """What comes after MkDocs has one step to replace: no other code spells its name."""
    namers = {name for name, tree in modules().items() if any("mkdocs" in text.lower() for text in _texts(tree))}
    assert namers <= RENDERERS


def _texts(tree: ast.Module) -> Iterator[str]:
    """Texts that code uses; what stands alone, as a docstring does, is for readers."""
    prose = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in prose:
            yield node.value


def saying(pattern: str) -> list[str]:
    """The modules whose docstring says this: a module is held to what it says of itself."""
    return sorted(name for name, tree in modules().items() if re.search(pattern, ast.get_docstring(tree) or ""))


def asked(module: str) -> set[str]:
    """Clock and disk, as far as a module calls them."""
    calls = [node.func for node in ast.walk(modules()[module]) if isinstance(node, ast.Call)]
    named = {call.id for call in calls if isinstance(call, ast.Name)}
    named |= {call.attr for call in calls if isinstance(call, ast.Attribute)}
    clock = {ast.unparse(call) for call in calls} & {"time.time", "time.time_ns", "time"}
    return named & WORLD | clock - ({"time"} if ("datetime", "time") in set(imports(module)) else set())


@pytest.mark.parametrize("module", saying(r"\bPure\b(?! but)"))
def test_a_pure_module_asks_nobody(module: str) -> None:
    """Clock and disk come in as parameters."""
    assert asked(module) == set()


@pytest.mark.parametrize("module", saying(r"\bPure but\b"))
def test_a_module_that_is_pure_but_for_what_it_reads_asks_no_clock(module: str) -> None:
    """Files of its own are the same on any day."""
    assert asked(module) <= FILES
