"""Our templates as Python code: what Jinja makes of them, without what it asks of strangers' templates. Pure.

A page calls eighty times and shows as many values; in jinja2 3.1.6 what it asks each time takes longer than the answer.
Where a later Jinja writes its code by other methods than these, pages stay as they are, and take longer.
"""

import re
from collections.abc import Callable, Iterable, MutableMapping
from functools import cache, cached_property, lru_cache
from typing import Any

from jinja2 import Environment, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.environment import TemplateModule
from markupsafe import Markup, escape


def shown(value: Any) -> str:
    """A value as it stands in HTML."""
    if type(value) is Markup:
        return value
    return _escaped(value) if type(value) is str else escape(value)


@lru_cache(maxsize=10_000)  # a text that stands on one page stands on others too
def _escaped(text: str) -> str:
    return escape(text) if _MARKS.search(text) else text


_MARKS = re.compile("[&<>'\"]")


class _Plainly(CodeGenerator):
    """Writes a call as a call, and asks our `shown` and `module_of` where Jinja would ask more."""

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: N802 as Jinja has it
        """Nothing of ours wants to know from where it is called, so that nothing is asked whether it does."""
        if forward_caller or node.dyn_args or node.dyn_kwargs:
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.write("(")
        self.visit(node.node, frame)
        self.write(")(")
        for given in (*node.args, *node.kwargs):
            self.visit(given, frame)
            self.write(", ")
        self.write(")")

    def _import_common(self, node: nodes.Import | nodes.FromImport, frame: Frame) -> None:
        if node.with_context:
            super()._import_common(node, frame)
            return
        self.write("environment.module_of(")
        self.visit(node.template, frame)
        self.write(")")

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        if frame.eval_ctx.autoescape and not frame.eval_ctx.volatile and finalize.src is None:
            self.write("environment.shown(")
        else:
            super()._output_child_pre(node, frame, finalize)


class _OfObjects(_Plainly):
    """Writes what a template says itself without its line ends and indents, and asks an object for its attribute."""

    def _output_const_repr(self, group: Iterable[Any]) -> str:
        return repr(_BLANKS.sub(" ", "".join(map(str, group))))

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802 as Jinja has it
        self.write("(")
        self.visit(node.node, frame)
        self.write(f").{node.attr}")


_BLANKS = re.compile(r"\s+", re.ASCII)


class _OfDictionaries(_Plainly):
    """Takes what stands behind a dot from a dictionary."""

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802 as Jinja has it
        self.write("(")
        self.visit(node.node, frame)
        self.write(f")[{node.attr!r}]")


class Templates(Environment):
    """A set of templates that are written by us."""

    code_generator_class = _Plainly
    shown = staticmethod(shown)

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Of a plain dictionary, which each page copies; what is added to `globals` later is not in it."""
        return {**self.globals, **(d or {})}

    @cached_property
    def module_of(self) -> Callable[[str], TemplateModule]:
        """The macros of a template by its name; each page of a thousand imports the same."""
        return cache(lambda name: self.get_template(name).module)


class PageTemplates(Templates):
    """Of objects alone, and each comes on one line, as long as no value that it shows has more."""

    code_generator_class = _OfObjects


class FrameTemplates(Templates):
    """Of dictionaries alone."""

    code_generator_class = _OfDictionaries
