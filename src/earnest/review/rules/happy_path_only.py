"""ET601: error branches that no test runs."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...model import SourceFile
from ..codebase import Codebase
from ..evidence import Evidence
from ..rule import EvidenceRule, Hit, Place
from ..syntax import dotted_name

__all__ = ["HappyPathOnly"]

_SHARE = 0.5
_LEAST = 2


class HappyPathOnly(EvidenceRule):
    """The tests run a module's code, but at least half of its `raise` statements and `except` blocks (and at least two)
    run in no test. One finding for each module.

    Errors are where production is expensive: the refused payment that is booked, the failed write that is reported as
    done. Code that has never run is code that nobody knows.

    Do instead: for each error, a test that provokes it and looks at what the caller gets.

    Stays silent: where no test runs the module at all (that is a gap in coverage), for `raise NotImplementedError` and
    `raise AssertionError`, for handlers of ImportError, and for blocks that only raise again.
    """

    code = "ET601"
    name = "happy-path-only"
    cure = "Provoke each error in a test, and look at what the caller gets."

    def find(self, evidence: Evidence, codebase: Codebase) -> Iterator[Hit]:
        """One hit for each module whose errors do not run."""
        for source in evidence.project.sources:
            ran = frozenset(evidence.baseline.coverage.by_line.get(source.path, {}))
            branches = list(_error_branches(source, codebase)) if ran else []
            idle = [line for line in branches if line not in ran]
            if len(idle) >= _LEAST and len(idle) >= _SHARE * len(branches):
                some = ", ".join(map(str, idle[:5])) + (", …" if len(idle) > 5 else "")
                text = f"{len(idle)} of {len(branches)} error branches of {source.path} run in no test (lines {some})"
                yield Hit(Place(idle[0], file=source.path), text)


def _error_branches(source: SourceFile, codebase: Codebase) -> Iterator[int]:
    """The line of each raise, and the first line of each handler's body."""
    tree = codebase.tree(source.path)
    functions = (
        [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)] if tree else []
    )
    seen: set[int] = set()
    for function in functions:
        for node in ast.walk(function):
            line = _line(node)
            if line and line not in seen:
                seen.add(line)
                yield line


def _line(node: ast.AST) -> int:
    if isinstance(node, ast.Raise) and node.exc is not None:
        called = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
        return 0 if dotted_name(called) in {"NotImplementedError", "AssertionError", "StopIteration"} else node.lineno
    if isinstance(node, ast.ExceptHandler) and node.type is not None:
        if "ImportError" in ast.dump(node.type) or "ModuleNotFoundError" in ast.dump(node.type):
            return 0
        return 0 if isinstance(node.body[0], ast.Raise) else node.body[0].lineno
    return 0
