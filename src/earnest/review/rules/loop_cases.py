"""ET602: a loop over literal cases."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...model import TextEdit
from ..rule import Bad, Good, Hit, TestRule
from ..testfile import TestFile
from ..unit import Unit

__all__ = ["LoopCases"]

_LEAST = 2


class LoopCases(TestRule):
    """The body of a test is one loop over a literal list of cases with an assertion in it.

    The first case that fails hides all behind it, and the report does not say which one it was. The cases cannot be run
    one at a time, and share the state of one test.

    Do instead: `@pytest.mark.parametrize`, where each case is a test with a name of its own.

    Stays silent: where the test does something before or behind the loop; where the cases are computed; for loops over
    `range`; in `unittest.TestCase`, where `parametrize` does not work; where each round needs what the one before left.
    """

    code = "ET602"
    name = "loop-cases"
    cure = "Make each case a test of its own with @pytest.mark.parametrize."
    safe_fix = True
    bad = (
        Bad(
            "import pytest\n\n\ndef test_parse():  # flagged\n    for text, number in [('1', 1), ('2', 2)]:\n"
            "        assert int(text) == number\n",
            fixed="import pytest\n\n\n@pytest.mark.parametrize(('text', 'number'), [('1', 1), ('2', 2)])\n"
            "def test_parse(text, number):  # flagged\n    assert int(text) == number\n",
        ),
        Bad("def test_even():  # flagged\n    for number in (2, 4, 6):\n        assert number % 2 == 0\n"),
    )
    good = (
        Good(
            "import pytest\n\n\n@pytest.mark.parametrize('number', [2, 4])\n"
            "def test_even(number):\n    assert number % 2 == 0\n",
            "it is parametrized",
        ),
        Good("def test_even(numbers):\n    for number in numbers:\n        assert number % 2 == 0\n", "computed cases"),
        Good(
            "def test_grows(box):\n    for n in (1, 2):\n        box.add(n)\n    assert len(box) == 2\n",
            "one behaviour in steps",
        ),
        Good(
            "def test_grows(box):\n    for n in (1, 2):\n        box.add(n)\n        assert len(box) == n\n",
            "shared state",
        ),
        Good(
            "import unittest\n\n\nclass TestA(unittest.TestCase):\n    def test_even(self):\n        for n in (2, 4):\n"
            "            assert n % 2 == 0\n",
            "parametrize does not work there",
        ),
    )

    def judge(self, test: Unit, file: TestFile) -> Iterator[Hit]:
        """Tests of which the loop is the whole body."""
        body = test.body
        if len(body) != 1 or not isinstance(body[0], ast.For) or body[0].orelse or test.in_unittest:
            return
        loop = body[0]
        cases = loop.iter
        if not isinstance(cases, ast.List | ast.Tuple) or len(cases.elts) < _LEAST or not _are_literal(cases):
            return
        names = _names(loop.target)
        if not names or not _judges(loop) or _shares_state(loop, test, names):
            return
        assert test.node is not None
        text = f"the loop over {len(cases.elts)} cases stops at the first that fails and does not say which one it was"
        yield Hit(test.node, text, fix=tuple(_fix(test, loop, names, file)))


def _names(target: ast.expr) -> list[str]:
    elements = target.elts if isinstance(target, ast.Tuple | ast.List) else [target]
    return (
        [one.id for one in elements if isinstance(one, ast.Name)]
        if all(isinstance(one, ast.Name) for one in elements)
        else []
    )


def _are_literal(cases: ast.List | ast.Tuple) -> bool:
    kinds = (ast.Constant, ast.Tuple, ast.List, ast.Dict, ast.Set, ast.UnaryOp, ast.USub, ast.Load, ast.JoinedStr)
    return all(isinstance(node, kinds) for node in ast.walk(cases))


def _judges(loop: ast.For) -> bool:
    """Whether the loop asserts, and no `break`, `continue` or `return` makes its rounds depend on each other."""
    nodes = [node for statement in loop.body for node in ast.walk(statement)]
    if any(isinstance(node, ast.Break | ast.Continue | ast.Return | ast.Yield) for node in nodes):
        return False
    return any(isinstance(node, ast.Assert) for node in nodes)


def _shares_state(loop: ast.For, test: Unit, names: list[str]) -> bool:
    """Whether a round may need what the one before left: something that lives outside the loop is changed or called.

    Modules, classes and functions by their names are no state; fixtures are.
    """
    fixtures = set(test.arguments) - test.parameters
    for statement in loop.body:
        for node in ast.walk(statement):
            if isinstance(node, ast.Name) and node.id in fixtures and node.id not in names:
                return True
            if isinstance(node, ast.Attribute | ast.Subscript) and isinstance(node.ctx, ast.Store | ast.Del):
                return True
            if isinstance(node, ast.Global | ast.Nonlocal):
                return True
            if isinstance(node, ast.Name) and node.id == "self":
                return True
    return False


def _fix(test: Unit, loop: ast.For, names: list[str], file: TestFile) -> Iterator[TextEdit]:
    """Puts the cases into a decorator and the body in the loop's place. Only where `pytest` is imported, the loop's head is
    one line, and nothing but its body stands in it."""
    node = test.node
    if node is None or file.imports.get("pytest") != "pytest" or loop.iter.end_lineno != loop.lineno:
        return
    if (
        loop.body[0].lineno == loop.lineno
        or node.args.args
        or node.args.kwonlyargs
        or node.args.vararg
        or node.decorator_list
    ):
        return
    lines = file.lines[loop.lineno : loop.end_lineno]
    inner, outer = loop.body[0].col_offset, loop.col_offset
    if (
        any(line.strip() and not line.startswith(" " * inner) for line in lines)
        or '"""' in "".join(lines)
        or "'''" in "".join(lines)
    ):
        return
    cases = file.text[slice(*file.span(loop.iter))]
    given = f"'{names[0]}'" if len(names) == 1 else "(" + ", ".join(f"'{name}'" for name in names) + ")"
    indent = " " * node.col_offset
    start = file.offset(node.lineno, node.col_offset)
    opening = file.text.index("(", file.text.index(node.name, start)) + 1
    yield TextEdit(start, start, f"@pytest.mark.parametrize({given}, {cases})\n{indent}")
    yield TextEdit(opening, opening, ", ".join(names))
    head = file.offset(loop.lineno, 0)
    end = file.offset(loop.end_lineno or loop.lineno, loop.end_col_offset or 0)
    dedented = "\n".join(line[inner - outer :] if line.strip() else line for line in lines)
    yield TextEdit(head, end, dedented)
