"""Rooms know only the rooms below them, and no two modules need each other."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import grimp
import pytest


@pytest.fixture(scope="module")
def graph():
    """Which module imports which, imports for the type checker left out."""
    return grimp.build_graph("earnest", exclude_type_checking_imports=True, cache_dir=None)


def cycles(imports):
    """Groups of modules that reach each other (Tarjan's strongly connected components, more than one module each)."""
    order, low, stack, found = {}, {}, [], []

    def visit(node):
        order[node] = low[node] = len(order)
        stack.append(node)
        for other in sorted(imports.get(node, ())):
            if other not in order:
                visit(other)
                low[node] = min(low[node], low[other])
            elif other in stack:
                low[node] = min(low[node], order[other])
        if low[node] == order[node]:
            group = stack[stack.index(node) :]
            del stack[stack.index(node) :]
            found.extend([sorted(group)] if len(group) > 1 else [])

    for node in sorted(imports):
        if node not in order:
            visit(node)
    return found


def test_no_two_modules_import_each_other(graph):
    """
    REAL BUG THIS CATCHES: an import cycle that works or fails depending on which module a user imports first.
    """
    assert cycles({module: graph.find_modules_directly_imported_by(module) for module in graph.modules}) == []


@pytest.mark.parametrize(
    ("imports", "found"),
    [
        ({"a": {"b"}, "b": {"a"}}, [["a", "b"]]),
        ({"a": {"b"}, "b": {"c"}, "c": {"b"}}, [["b", "c"]]),
        ({"a": {"b", "c"}, "b": {"c"}, "c": set()}, []),
    ],
)
def test_the_search_for_cycles_finds_exactly_the_cycles(imports, found):
    """
    REAL BUG THIS CATCHES: the search above is wrong and reports that everything is fine.
    """
    assert cycles(imports) == found


def test_imports_between_rooms_point_down_only(repository):
    """
    REAL BUG THIS CATCHES: a report that starts to ask the runner for more, so that neither can be changed alone.
    """
    program = Path(sys.executable).parent / "lint-imports"
    command = [str(program if program.exists() else shutil.which("lint-imports")), "--no-cache"]
    env = os.environ | {"PYTHONPATH": str(repository / "src")}
    outcome = subprocess.run(command, cwd=repository, env=env, capture_output=True, text=True, check=False)
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr
