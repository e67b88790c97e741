"""A folder of page sources -> a folder of HTML, by MkDocs with Material. The one module that knows which renderer.

MkDocs runs as a process of its own: its settings file is the interface that its successors read too. Known traps of
mkdocs 1.6.1: it empties the target folder first, `--strict` leaves what it rejected, and `-q` hides warnings. So the
target is always a fresh folder, and the warnings are read from what it prints.
"""

import importlib.util
import json
import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path

ROOT = Path(__file__).parent.parent
SETTINGS = ROOT / "mkdocs.yml"
THEME = ROOT / "site_src" / "theme"


class RenderingError(Exception):
    """The renderer did not accept the pages; the text is what it printed."""


class Rendering:
    """The renderer at work, beside this process."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def finish(self) -> None:
        """Waits until every page is rendered. Raises: RenderingError on a failure or a warning."""
        _, told = self._process.communicate()
        if self._process.returncode != 0:
            raise RenderingError(told[-4000:])

    def stop(self) -> None:
        """Ends it where it is still at work."""
        with self._process:
            self._process.kill()


def begin(pages_folder: Path, site_folder: Path, now: datetime) -> Rendering:
    """Begins to render every page; the folder that holds theirs gets the settings for it.

    Equal pages and an equal `now` give equal bytes.
    """
    settings = {
        "INHERIT": str(SETTINGS),
        "docs_dir": str(pages_folder.resolve()),
        "site_dir": str(site_folder.resolve()),
        "theme": {"custom_dir": str(THEME)},
    }
    file = pages_folder.with_name("mkdocs.build.yml")
    file.write_text(json.dumps(settings), encoding="utf-8")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--config-file", str(file)]
    quiet, told = subprocess.DEVNULL, subprocess.PIPE
    return Rendering(subprocess.Popen(command, env=_environment(now), stdout=quiet, stderr=told, text=True))  # noqa: S603


def _environment(now: datetime) -> dict[str, str]:
    """SOURCE_DATE_EPOCH takes the place of the clock; Material's notice about its future is not about these pages."""
    return os.environ | {"SOURCE_DATE_EPOCH": str(int(now.timestamp())), "NO_MKDOCS_2_WARNING": "1"}


def stylesheet() -> Path:
    """Material's own stylesheet, as it is installed."""
    spec = importlib.util.find_spec("material")
    assert spec is not None
    assert spec.origin is not None
    folder = Path(spec.origin).parent / "templates" / "assets" / "stylesheets"
    return next(iter(sorted(folder.glob("main.*.min.css"))))
