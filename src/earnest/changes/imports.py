"""What the import statements of a file bind to which name."""

from __future__ import annotations

import ast
from collections.abc import Iterable

__all__ = ["imported_names"]


def imported_names(nodes: Iterable[ast.AST], module: str, *, is_package: bool) -> dict[str, str]:
    """Name -> dotted name of what it was imported from, for every import statement among the nodes.

    `module` is the dotted name of the file, needed for relative imports. Where a name is imported twice (a fallback
    after `except ImportError`), the first one counts.
    """
    names: dict[str, str] = {}
    for node in nodes:
        if isinstance(node, ast.Import):
            for alias in node.names:
                local = alias.asname or alias.name.partition(".")[0]
                names.setdefault(local, alias.name if alias.asname else local)
        elif isinstance(node, ast.ImportFrom):
            origin = _origin(node, module, is_package=is_package)
            for alias in node.names:
                dotted = f"{origin}.{alias.name}" if origin else alias.name
                names.setdefault(alias.asname or alias.name, dotted)
    return names


def _origin(node: ast.ImportFrom, module: str, *, is_package: bool) -> str:
    if not node.level:
        return node.module or ""
    parts = module.split(".") if module else []
    drop = node.level - is_package
    base = parts[: len(parts) - drop] if drop else parts
    return ".".join([*base, *([node.module] if node.module else [])])
