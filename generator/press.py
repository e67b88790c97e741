"""A page's body and what its frame says -> the finished HTML, by the theme's own template, without the renderer. Pure.

It must give the very bytes that the renderer gives: of each kind of page a build compares one.
"""

from collections.abc import Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from jinja2 import FileSystemLoader

from generator.sheets import Sheet
from generator.templates import Templates

FRAME = "main.html"


class Press:
    """For the theme in one folder; its templates are compiled once."""

    def __init__(self, theme: Path) -> None:
        # As mkdocs 1.6.1 sets it up, but for its filters, of which the frame uses none.
        self.templates = _Frames(loader=FileSystemLoader(theme), auto_reload=False)

    def pressed(self, sheet: Sheet) -> str:
        """The finished page. Raises: jinja2.TemplateError where the frame asks for more than a sheet has."""
        meta: Mapping[str, Any] = sheet.meta
        template = self.templates.get_template(meta.get("template", FRAME))
        return template.render(page=SimpleNamespace(meta=meta, content=sheet.body))


class _Frames(Templates):
    """Finds what a frame says under its name at once: Jinja looks first whether a dictionary has it as an attribute."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        return obj[attribute] if isinstance(obj, dict) and attribute in obj else super().getattr(obj, attribute)
