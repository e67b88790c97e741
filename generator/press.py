"""A page's body and what its frame says -> the finished HTML, by the theme's own template, without the renderer. Pure.

It must give the very bytes that the renderer gives: of each kind of page a build compares one.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jinja2 import FileSystemLoader

from generator.sheets import Sheet
from generator.templates import FrameTemplates

FRAME = "main.html"


class Press:
    """For the theme in one folder; its templates are compiled once."""

    def __init__(self, theme: Path) -> None:
        # As mkdocs 1.6.1 sets it up, but for its filters, of which the frame uses none.
        self.templates = FrameTemplates(loader=FileSystemLoader(theme), auto_reload=False)

    def pressed(self, sheet: Sheet) -> str:
        """The finished page. Raises: KeyError where the frame asks for more than a sheet has."""
        meta: Mapping[str, Any] = sheet.meta
        template = self.templates.get_template(meta.get("template", FRAME))
        return template.render(page={"meta": meta, "content": sheet.body})
