"""compiled: a template is compiled once for many commands, and anew for whatever reason there is."""

from pathlib import Path

import pytest
from jinja2 import DictLoader

from generator import compiled
from generator.compiled import CompiledTemplates
from generator.templates import Templates


@pytest.fixture(autouse=True)
def _keeps(monkeypatch: pytest.MonkeyPatch) -> None:
    """As where PYTHONDONTWRITEBYTECODE is not set."""
    monkeypatch.setattr("sys.dont_write_bytecode", False)


def told(folder: Path, source: str) -> str:
    pages, kept = DictLoader({"page": source}), CompiledTemplates(folder)
    templates = Templates(loader=pages, bytecode_cache=kept, autoescape=True)
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


def test_others_find_it_compiled_too(tmp_path: Path) -> None:
    """What root compiled is for the one who publishes, who may write nothing beside the program."""
    told(tmp_path, "{{ name }}")
    modes = {file.stat().st_mode for file in tmp_path.iterdir()}
    assert modes == {Path(compiled.__file__).stat().st_mode}


def test_it_is_kept_where_python_keeps_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where PYTHONPYCACHEPREFIX names another place."""
    monkeypatch.setattr("sys.pycache_prefix", None)
    assert Path(CompiledTemplates().directory) == Path(compiled.__file__).parent / "__pycache__"
    monkeypatch.setattr("sys.pycache_prefix", str(tmp_path))
    assert Path(CompiledTemplates().directory).is_relative_to(tmp_path)


def test_nothing_is_kept_where_there_is_no_room(tmp_path: Path) -> None:
    """A program that may not write beside itself compiles for each command."""
    assert told(tmp_path / "missing", "{{ name }}") == "&lt;b&gt;"
    assert not (tmp_path / "missing").exists()


def test_nothing_is_kept_where_python_keeps_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """PYTHONDONTWRITEBYTECODE is meant for all bytecode."""
    monkeypatch.setattr("sys.dont_write_bytecode", True)
    told(tmp_path, "{{ name }}")
    assert not [*tmp_path.iterdir()]
