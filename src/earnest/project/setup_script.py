"""Reads what a setup.py passes to `setup()`, without running it."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from pathlib import Path
from typing import Any

__all__ = ["read_setup_script"]

_KEYWORDS = {"name", "package_dir", "packages", "py_modules"}


def read_setup_script(root: Path, path: str) -> Mapping[str, Any]:
    """The literal arguments of the call in the keys of `[tool.setuptools]`, none when there is no such file.

    `find_packages("src")` becomes `packages.find.where`. What is computed otherwise is left out: guessing it would need
    to run the user's code.
    """
    try:
        tree = ast.parse((root / path).read_bytes())
    except (OSError, SyntaxError, ValueError):
        return {}
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call) and _name(node.func) == "setup")
    call = next(calls, None)
    if call is None:
        return {}
    given = {keyword.arg: keyword.value for keyword in call.keywords if keyword.arg in _KEYWORDS}
    values = {key.replace("_", "-"): _value(node) for key, node in given.items() if key}
    return {key: value for key, value in values.items() if value is not None}


def _value(node: ast.expr) -> object:
    if isinstance(node, ast.Call) and _name(node.func) in {"find_packages", "find_namespace_packages"}:
        given = {keyword.arg: keyword.value for keyword in node.keywords if keyword.arg in {"where", "include"}}
        if node.args:
            given["where"] = node.args[0]
        return {"find": {name: _value(value) for name, value in given.items()}}
    try:
        return ast.literal_eval(node)
    except (ValueError, TypeError, SyntaxError):
        return None


def _name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
