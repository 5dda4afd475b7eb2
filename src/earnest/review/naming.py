"""Which functions and classes pytest takes for tests and fixtures."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

__all__ = ["Naming", "has_constructor"]


@dataclass(frozen=True, slots=True)
class Naming:
    """`python_functions` and `python_classes` of pytest's configuration."""

    functions: tuple[str, ...] = ("test",)
    classes: tuple[str, ...] = ("Test",)

    def function(self, name: str) -> bool:
        """Whether a function of this name is a test."""
        return _matches(name, self.functions)

    def cls(self, name: str) -> bool:
        """Whether a class of this name is looked into."""
        return _matches(name, self.classes)

    def collects(self, classes: Sequence[ast.ClassDef], unittest: bool) -> bool:
        """Whether pytest looks for tests in the innermost of these classes."""
        if unittest:
            return True
        return all(self.cls(cls.name) and not has_constructor(cls) for cls in classes)


def has_constructor(cls: ast.ClassDef) -> bool:
    """Whether pytest refuses the class, since it cannot make an instance."""
    return any(isinstance(one, ast.FunctionDef) and one.name in {"__init__", "__new__"} for one in cls.body)


def _matches(name: str, patterns: Sequence[str]) -> bool:
    """As pytest does it: a prefix, or a glob where the pattern has a wildcard."""
    return any(
        name.startswith(pattern) or (any(sign in pattern for sign in "*?[") and fnmatchcase(name, pattern))
        for pattern in patterns
    )
