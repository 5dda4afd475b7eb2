"""Takes a decorator off a function or class."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...model import Family
from ..context import Context
from ..operator import Accept, Edit, Operator, Reject
from ..shapes.call_statement import last_name
from ..shapes.excerpt import excerpt

__all__ = ["DropDecorator"]


class DropDecorator(Operator):
    """Removes one decorator.

    Stands for what the decorator would have seen to: the route that is not there, the method that is no property, the
    transaction, the retry, the permission.

    Before: `@property`
    After: nothing

    Must not fire on decorators without which the program does the same: `wraps`, `lru_cache`, `cache`, `override`,
    `final`, `overload`, `abstractmethod` and others for type checkers; nor on `staticmethod`, which makes no difference
    to a call through the class, and fails any call through an object.
    """

    name = "drop-decorator"
    family = Family.LOGIC
    incident = "What a decorator should have seen to was not done."
    nodes = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    priority = 12
    accepts = (
        Accept(
            "class A:\n    @property\n    def f(self):\n        return 1\n",
            ("class A:\n    def f(self):\n        return 1\n",),
        ),
        Accept(
            "@a(1,\n   2)\n# why\n@b.c\nclass A:\n    x: int\n",
            ("# why\n@b.c\nclass A:\n    x: int\n", "@a(1,\n   2)\n# why\nclass A:\n    x: int\n"),
        ),
    )
    rejects = (
        Reject(
            "import functools\n@functools.wraps(g)\ndef f():\n    return g()\n", "only the name and docstring differ"
        ),
        Reject("from functools import lru_cache\n@lru_cache(9)\ndef f():\n    return g()\n", "only the speed differs"),
        Reject("class A:\n    @staticmethod\n    def f(a):\n        return a\n", "A.f(1) is the same without it"),
        Reject("import abc\n@abc.abstractmethod\ndef f(a):\n    return a\n", "the subclass decides"),
    )

    _ARID = frozenset(
        {"wraps", "lru_cache", "cache", "override", "final", "overload", "abstractmethod", "runtime_checkable"}
        | {"no_type_check", "deprecated", "dataclass_transform", "abstractproperty", "type_check_only", "staticmethod"}
    )

    def edits(self, node: ast.AST, context: Context) -> Iterator[Edit]:
        """One edit for each decorator: its lines go, so that the next line moves up."""
        assert isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        for decorator in node.decorator_list:
            if last_name(decorator) in self._ARID or context.is_arid(decorator):
                continue
            start = context.line_start(decorator.lineno)
            end = context.text.find("\n", context.span(decorator)[1]) + 1
            yield Edit(start, end, "", f"the decorator {excerpt(decorator, context)} is gone")
