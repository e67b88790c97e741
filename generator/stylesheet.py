"""Takes out of a stylesheet what no page can use. Pure; it must never change what a page that is ours looks like.

A rule stays when every class, id, element and attribute of one of its selectors is among `names`, the words that the
templates and the script are written with. So a rule too many may stay, and none that applies is lost.
"""

import re
from collections.abc import Iterable, Iterator, Set
from typing import Any, NamedTuple

import tinycss2
from tinycss2.ast import AtRule, Node, QualifiedRule

_NAME = re.compile(r"[A-Za-z][\w-]*")
_REMARK = re.compile(r"{#.*?#}|/\*.*?\*/|(?m:^\s*//[^\n]*$)", re.DOTALL)
_FUNCTION = re.compile(r":(?:not|is|where|has|host)\((?:[^()]|\([^()]*\))*\)")
_PSEUDO = re.compile(r"::?[\w-]+(?:\([^()]*\))?")
_FLAG = re.compile(r"\s+[is]\s*\]")
_VARIABLE = re.compile(r"var\(\s*(--[\w-]+)")
_CUSTOM_PROPERTY = re.compile(r"""(?<=[{;])(--[\w-]+):(?:[^;{}"']|"[^"]*"|'[^']*')*(?:;|(?=}))""")
_ANIMATION = re.compile(r"animation(?:-name)?:([^;}]*)")
_NESTED = {"media", "supports"}
_DROPPED = {"charset", "font-face"}


class Names(NamedTuple):
    """What elements, classes, ids and attributes are called. `beginnings` are of names put together, as `badge--`."""

    whole: frozenset[str]
    beginnings: tuple[str, ...]

    def without(self, names: Set[str]) -> "Names":
        return self._replace(whole=self.whole - names)

    def has(self, name: str) -> bool:
        return name in self.whole or name.startswith(self.beginnings)


def names_in(sources: Iterable[str]) -> Names:
    """Every word of templates and scripts, their remarks left out, that could be a name."""
    found = frozenset(name for source in sources for name in _NAME.findall(_REMARK.sub(" ", source)))
    return Names(found, tuple(sorted(name for name in found if name.endswith("--"))))


def pruned(css: str, names: Names) -> str:
    """The rules that pages written with `names` can use, in their order, without comments.

    Raises: ValueError for a stylesheet that is broken.
    """
    kept = _without_unused_variables("".join(_rules(_parsed(css), names)))
    return _without_unused_animations(kept)


def _parsed(css: str) -> list[Any]:
    found = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
    if broken := next((node for node in found if node.type == "error"), None):
        raise ValueError(f"line {broken.source_line}: {broken.message}")
    return list(found)


def _rules(nodes: Iterable[Node], names: Names) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, QualifiedRule):
            if selectors := _usable(_text(node.prelude), names):
                yield f"{selectors}{{{_declarations(node.content)}}}"
        elif isinstance(node, AtRule) and node.lower_at_keyword not in _DROPPED:
            yield _at_rule(node, names)


def _at_rule(node: AtRule, names: Names) -> str:
    head = f"@{node.at_keyword} {_text(node.prelude)}".rstrip()
    if node.content is None:
        return f"{head};"
    if node.lower_at_keyword not in _NESTED:
        return f"{head}{{{_text(node.content)}}}"
    inner = tinycss2.parse_rule_list(node.content, skip_comments=True, skip_whitespace=True)
    kept = "".join(_rules(inner, names))
    return f"{head}{{{kept}}}" if kept else ""


def _usable(prelude: str, names: Names) -> str:
    return ",".join(selector for selector in _split(prelude) if all(map(names.has, _needed(selector))))


def _split(prelude: str) -> list[str]:
    """The selectors of a list; a comma within brackets parts none."""
    parts, depth = [""], 0
    for character in prelude:
        depth += (character in "([") - (character in ")]")
        if character == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += character
    return [part.strip() for part in parts]


def _needed(selector: str) -> set[str]:
    """The names that a page must hold for a selector to match; what stands in `:is()` and the like is left open."""
    plain = _PSEUDO.sub("", _FUNCTION.sub("", selector))
    return set(_NAME.findall(_FLAG.sub("]", plain)))


def _declarations(content: Iterable[Any]) -> str:
    found = tinycss2.parse_declaration_list(content, skip_comments=True, skip_whitespace=True)
    return ";".join(_declaration(item) for item in found if item.type == "declaration")


def _declaration(item: Any) -> str:
    return f"{item.name}:{_text(item.value)}{'!important' if item.important else ''}"


def _text(tokens: Iterable[Any]) -> str:
    """Tokens as CSS: no comment, and one space for any white space."""
    kept = [token for token in tokens if token.type != "comment"]
    return re.sub(r"[ \t\r\n\f]+", " ", tinycss2.serialize(kept)).strip()


def _without_unused_variables(css: str) -> str:
    """Without the custom properties that no value asks for, until none is left, and the rules that are empty then."""
    asked = set(_VARIABLE.findall(css))
    less = _CUSTOM_PROPERTY.sub(lambda found: found[0] if found[1] in asked else "", css)
    less = re.sub(r"[^{};]+{}", "", less)
    return less if less == css else _without_unused_variables(less)


def _without_unused_animations(css: str) -> str:
    played = {name for value in _ANIMATION.findall(css) for name in _NAME.findall(value)}
    frames = r"@(?:-webkit-)?keyframes ([\w-]+){(?:[^{}]*{[^{}]*})*}"
    return re.sub(frames, lambda found: found[0] if found[1] in played else "", css)
