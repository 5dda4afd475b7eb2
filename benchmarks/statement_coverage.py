"""Which statements of a tree of Python files carry no change: the share that carries one, and a list of the rest.

    python benchmarks/statement_coverage.py PATH [--list]

Counted are the statements that do something: not imports, definitions themselves, `pass`, `global`, `assert`,
docstrings, annotations without a value, `try`, and arid code (logs, types, notices, `pragma: no cover`). A compound
statement counts for its header. A change belongs to the innermost statement that holds it.
"""

from __future__ import annotations

import argparse
import ast
import hashlib
import sys
import time
from collections import Counter
from pathlib import Path

from earnest.changes import generate, suppress_equal
from earnest.changes.context import Context
from earnest.changes.placement import first_line, header_end
from earnest.model import SourceFile

NOT_COUNTED = (
    *(ast.Import, ast.ImportFrom, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Pass, ast.Global),
    *(ast.Nonlocal, ast.Assert, ast.Try, ast.TryStar, ast.Match),
)


def source_of(path, root):
    """The file as Earnest sees it."""
    data = path.read_bytes()
    text = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    name = path.relative_to(root).as_posix()
    return SourceFile(name, name.removesuffix(".py").replace("/", "."), text, hashlib.sha256(data).hexdigest())


def counted(context):
    """The statements that should carry a change."""
    for node in context.nodes:
        if not isinstance(node, ast.stmt) or isinstance(node, NOT_COUNTED) or context.is_arid(node):
            continue
        if isinstance(node, ast.AnnAssign) and node.value is None:
            continue
        if isinstance(node, ast.If) and context.is_arid(node.test):
            continue
        if isinstance(node, ast.Return) and node.value is None:
            continue  # where something follows, drop-return fires; where nothing does, it changes nothing
        yield node


def without_change(source, changes):
    """How many statements count, and those among them that no change touches."""
    context = Context.of(source)
    bare, total = [], 0
    for node in counted(context):
        total += 1
        start = context.line_start(first_line(node)) if hasattr(node, "body") else context.span(node)[0]
        end = context.line_start(header_end(node)) + len(context.line_text(header_end(node)))
        end = min(end, context.span(node)[1]) if not hasattr(node, "body") else end
        if not any(start <= change.start < max(end, start + 1) for change in changes):
            bare.append(node)
    return total, [(node, context) for node in bare]


def main():
    """Prints the share, the seconds and, with --list, each statement without a change."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("path", type=Path)
    parser.add_argument("--list", action="store_true", help="print each statement without a change")
    options = parser.parse_args()
    total, bare, operators, seconds, count = 0, [], Counter(), 0.0, 0
    files = sorted(path for path in options.path.rglob("*.py") if "tests" not in path.parts)
    for path in files:
        source = source_of(path, options.path)
        started = time.process_time()
        made = generate(source)
        changes = suppress_equal(source, made)
        seconds += time.process_time() - started
        count += len(made)
        operators.update(change.operator for change in changes)
        statements, missing = without_change(source, changes)
        total += statements
        bare += missing
    kept = operators.total()
    share = (total - len(bare)) / total if total else 1.0
    print(f"{options.path}: {len(files)} files, {total} statements, {share:.2%} carry a change")
    print(
        f"{count} changes made, {kept} differ, {seconds:.2f} s CPU, {seconds / max(count, 1) * 1000:.2f} ms per change"
    )
    print(", ".join(f"{name} {number}" for name, number in operators.most_common()))
    if options.list:
        for node, context in bare:
            print(f"{context.path}:{node.lineno}: {context.line_text(node.lineno).strip()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
