"""Which operators there are: every operator class that a module under `breaking/` defines."""

from __future__ import annotations

import difflib
import pkgutil
from functools import cache
from importlib import import_module

from ..errors import EngineError, UsageError
from . import breaking
from .operator import Operator

__all__ = ["find_operator", "operators"]


@cache
def operators() -> tuple[Operator, ...]:
    """One instance of each operator, sorted by name. Adding an operator is adding its file, nothing else.

    Raises EngineError when two of them share a name.
    """
    found: dict[str, Operator] = {}
    for entry in pkgutil.iter_modules(breaking.__path__):
        for operator in _defined_in(f"{breaking.__name__}.{entry.name}"):
            twin = found.setdefault(operator.name, operator)
            if twin is not operator:
                places = f"{type(twin).__module__} and {type(operator).__module__}"
                raise EngineError(f"{places} both define the operator {operator.name}.")
    return tuple(found[name] for name in sorted(found))


def find_operator(name: str) -> Operator:
    """The operator of this name. Raises UsageError that names the nearest ones."""
    known = {operator.name: operator for operator in operators()}
    if name not in known:
        near = ", ".join(difflib.get_close_matches(name, known, n=3)) or ", ".join(known)
        raise UsageError(f"There is no operator {name!r}.", cure=f"Did you mean: {near}?")
    return known[name]


def _defined_in(module_name: str) -> list[Operator]:
    members = vars(import_module(module_name)).values()
    classes = [member for member in members if isinstance(member, type) and issubclass(member, Operator)]
    return [kind() for kind in classes if kind.__module__ == module_name and not kind.__abstractmethods__]
