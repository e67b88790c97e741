"""compiled: a template is compiled once for many commands, and anew for whatever reason there is."""

from pathlib import Path

import pytest
from jinja2 import DictLoader

from generator.compiled import CompiledTemplates
from generator.templates import Templates


@pytest.fixture(autouse=True)
def _keeps(monkeypatch: pytest.MonkeyPatch) -> None:
    """As where PYTHONDONTWRITEBYTECODE is not set."""
    monkeypatch.setattr("sys.dont_write_bytecode", False)


def told(folder: Path, source: str) -> str:
    pages, compiled = DictLoader({"page": source}), CompiledTemplates(folder)
    templates = Templates(loader=pages, bytecode_cache=compiled, autoescape=True)
    return templates.get_template("page").render(name="<b>")


def is_kept(folder: Path, source: str) -> bool:
    """Whether the next command finds it compiled."""
    return CompiledTemplates(folder).get_bucket(Templates(), "page", None, source).code is not None


def test_the_next_command_finds_it_compiled(tmp_path: Path) -> None:
    """It says the same, and another template of that name is not taken for it."""
    assert told(tmp_path, "{{ name }}") == told(tmp_path, "{{ name }}") == "&lt;b&gt;"
    assert is_kept(tmp_path, "{{ name }}")
    assert not is_kept(tmp_path, "{{ name }}!")
    assert told(tmp_path, "{{ name }}!") == "&lt;b&gt;!"


@pytest.mark.parametrize("most", [0, 4, 60, -9])
def test_what_is_not_whole_is_compiled_anew(tmp_path: Path, most: int) -> None:
    """After a disk that was full."""
    told(tmp_path, "{{ name }}")
    for file in tmp_path.iterdir():
        file.write_bytes(file.read_bytes()[:most])
    assert not is_kept(tmp_path, "{{ name }}")
    assert told(tmp_path, "{{ name }}") == "&lt;b&gt;"


def test_nothing_is_kept_where_there_is_no_room(tmp_path: Path) -> None:
    """A program that may not write beside itself compiles for each command."""
    assert told(tmp_path / "missing", "{{ name }}") == "&lt;b&gt;"
    assert not (tmp_path / "missing").exists()


def test_nothing_is_kept_where_python_keeps_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """PYTHONDONTWRITEBYTECODE is meant for all bytecode."""
    monkeypatch.setattr("sys.dont_write_bytecode", True)
    told(tmp_path, "{{ name }}")
    assert not [*tmp_path.iterdir()]
