"""One page as it goes to the renderer or to the press: what its frame says, and its body. Pure."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Sheet:
    """`path`: where the page lives; `kind`: which template wrote its body; `meta`: what the frame says."""

    kind: str
    path: str
    meta: Mapping[str, Any]
    body: str

    @property
    def source(self) -> str:
        """The renderer's source: front matter (JSON is YAML), then the body, which is HTML already.

        But for one letter: of U+0085, which ends a line in YAML, it would make a blank.
        """
        told = json.dumps(self.meta, ensure_ascii=False).replace("\x85", "\\u0085")
        return f"---\n{told}\n---\n\n{self.body}\n"
