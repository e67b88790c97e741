"""Good files after one slip: a key dropped or misspelled, a value of another kind, a text with a letter too many."""

import copy
from collections.abc import Iterator
from typing import Any, TypeAlias

from hypothesis import strategies as st

from tests.generator.good_files import Tree, Typed, as_yaml, good_files

Path: TypeAlias = tuple[str | int, ...]

OTHER_KINDS: list[Tree] = [
    Typed("bukan ini!"), Typed(""), Typed("   "), [], {}, [[Typed("a")]], {"a": Typed("b")}, [{"a": Typed("b")}],
    Typed("~", quoted=False), Typed("null", quoted=False),
]  # fmt: skip
TAKEN_FOR_SOMETHING_ELSE: list[Tree] = [
    Typed(text, quoted=False) for text in ("5", "0", "-5", "1.5", "true", "0x1F", "1e5", "08:00", "0812", "112", ".5")
]
"""Plain scalars, of which an editor sees a number or a truth where the reader sees the text."""
NOT_TO_BE_SPOILED = ("site", "languages")
"""What the languages are rules which keys a text may have: the reader knows, and a schema can't."""


def _paths(tree: Tree, path: Path = ()) -> Iterator[Path]:
    """Where each value stands, but for the whole."""
    parts: Any = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for key, value in parts:
        if (here := (*path, key)) != NOT_TO_BE_SPOILED:
            yield here
            yield from _paths(value, here)


@st.composite
def spoiled_files(draw: st.DrawFn, *, with_plain_scalars: bool = False) -> list[str]:
    """Several copies of one good file, each with a slip of its own."""
    good = draw(good_files())
    paths = draw(st.lists(st.sampled_from(list(_paths(good))), min_size=4, max_size=4, unique=True))
    kinds = OTHER_KINDS + TAKEN_FOR_SOMETHING_ELSE * with_plain_scalars
    return [as_yaml(_with_slip(draw, copy.deepcopy(good), path, kinds)) for path in paths]


def _with_slip(draw: st.DrawFn, tree: Tree, path: Path, kinds: list[Tree]) -> Tree:
    *above, last = path
    parent: Any = tree
    for key in above:
        parent = parent[key]
    match draw(st.sampled_from(["drop", "rename", "replace", "replace", "retype", "retype"])):
        case "drop":
            del parent[last]
        case "rename" if isinstance(parent, dict):
            parent[f"{last}{draw(st.sampled_from('xz'))}"] = parent.pop(last)
        case "retype" if isinstance(parent[last], Typed):
            parent[last] = Typed(_retyped(draw, parent[last].text))
        case _:
            parent[last] = draw(st.sampled_from([*kinds, [parent[last]], {"a": parent[last]}]))
    return tree


def _retyped(draw: st.DrawFn, text: str) -> str:
    """A letter too many, too few, or another."""
    at = draw(st.integers(0, len(text)))
    instead: str = draw(st.sampled_from(["", *"xX!-:. ,09=@/"]))
    return text[:at] + instead + text[at + draw(st.integers(0, 1)) :]
