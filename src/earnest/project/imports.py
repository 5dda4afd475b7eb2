"""The static import graph: which first-party modules a file imports."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator

from ..model import SourceFile
from .source import parse

__all__ = ["imports_of"]


def imports_of(source: SourceFile, known_modules: Collection[str]) -> frozenset[str]:
    """Those of `known_modules` that the file imports anywhere, in functions too, with the packages around them.

    Relative imports are resolved from `source.module`; a name that is imported from a package counts as a module when
    there is one of that name. `importlib.import_module` and `__import__` count where they name the module literally.
    The file itself is never in the result. Raises ProjectError when it does not parse.
    """
    known = known_modules if isinstance(known_modules, set | frozenset | dict) else frozenset(known_modules)
    package = source.module if source.path.endswith("__init__.py") else source.module.rpartition(".")[0]
    found: set[str] = set()
    for node in ast.walk(parse(source)):
        for name in _names(node, package):
            found.update(prefix for prefix in _with_packages(name) if prefix in known)
    return frozenset(found - {source.module})


def _names(node: ast.AST, package: str) -> Iterator[str]:
    """Dotted names that may be modules; of `from a import b` both `a` and `a.b`."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        base = _absolute(node.module or "", node.level, package)
        yield base
        yield from (f"{base}.{alias.name}" for alias in node.names)
    elif isinstance(node, ast.Call) and node.args and _is_import(node.func):
        name = node.args[0]
        if isinstance(name, ast.Constant) and isinstance(name.value, str):
            bare = name.value.lstrip(".")
            yield _absolute(bare, len(name.value) - len(bare), package)


def _is_import(function: ast.expr) -> bool:
    if isinstance(function, ast.Attribute):
        return function.attr == "import_module"
    return isinstance(function, ast.Name) and function.id in {"import_module", "__import__"}


def _absolute(name: str, level: int, package: str) -> str:
    if not level:
        return name
    parts = package.split(".") if package else []
    around = parts[: len(parts) - (level - 1)]
    return ".".join([*around, name] if name else around)


def _with_packages(name: str) -> Iterator[str]:
    while name:
        yield name
        name = name.rpartition(".")[0]
