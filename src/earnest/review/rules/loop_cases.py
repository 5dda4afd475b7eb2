"""ET602: a loop over literal cases."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from ...model import TextEdit
from ..rule import Bad, Good, Hit, TestRule
from ..symbols import SymbolKind
from ..syntax import children, dotted_name, last_name
from ..testfile import TestFile
from ..unit import Unit
from ..walk import parent_of

__all__ = ["LoopCases"]

_LEAST = 2
_LOOKS = frozenset({
    "Path", "bool", "bytes", "count", "decode", "dict", "encode", "endswith", "exists", "find", "float", "format", "get",
    "getattr", "getvalue", "hasattr", "index", "int", "is_dir", "is_file", "isdir", "isfile", "isinstance", "islink",
    "issubset", "items", "join", "json", "keys", "len", "list", "lower", "lstrip", "match", "next", "open", "print", "range",
    "read", "read_bytes", "read_text", "repr", "rstrip", "search", "set", "sorted", "split", "splitlines", "startswith", "str",
    "strip", "sum", "tuple", "type", "upper", "values",
})  # fmt: skip
"""Functions that look at something: a call of one with a case does not put the case to the code under test."""
_PREPARING = frozenset({"monkeypatch", "mocker", "caplog", "pytest"})
"""What is called for its effect on these only prepares."""
_SEQUENCE = re.compile(
    r"isolat|across|again|consecutive|each_(?:time|call)|idempot|leak|multiple|order|repeat|reus|sequen|successive|twice",
    re.I,
)
"""Words of tests whose point is that one round follows another."""


class LoopCases(TestRule):
    """A test ends in a loop over a literal list of cases with an assertion in it.

    The first case that fails hides all behind it: the report names the test, and whether the other cases would have
    passed nobody knows. The cases cannot be run one at a time, and share the state of one test.

    Do instead: `@pytest.mark.parametrize`, where each case is a test with a name of its own.

    Stays silent: where the test goes on behind the loop; where the cases are computed; for loops over `range`; in
    `unittest.TestCase`, where `parametrize` does not work; where each round may need what the one before left behind, or
    the name or docstring says that the sequence is the point; where the rounds only look at parts of one result, which
    was made before the loop.
    """

    code = "ET602"
    name = "loop-cases"
    cure = "Make each case a test of its own with @pytest.mark.parametrize."
    safe_fix = True
    bad = (
        Bad(
            "import pytest\n\nfrom shop import parse\n\n\ndef test_parse():\n"
            "    for text, number in [('1', 1), ('2', 2)]:  # flagged\n        assert parse(text) == number\n",
            fixed="import pytest\n\nfrom shop import parse\n\n\n"
            "@pytest.mark.parametrize(('text', 'number'), [('1', 1), ('2', 2)])\n"
            "def test_parse(text, number):\n    assert parse(text) == number\n",
        ),
        Bad(
            "def test_even(parser):\n    numbers = [2, 4, 6]\n    for number in numbers:  # flagged\n"
            "        parsed = parser.parse(number)\n        assert parsed % 2 == 0\n"
        ),
        Bad(
            "import pytest\n\nfrom shop import Validator\n\n\ndef test_refusals():\n    validator = Validator()\n"
            "    for text in ('', '@'):  # flagged\n        with pytest.raises(ValueError, match='address') as error:\n"
            "            validator.validate(text)\n        assert text in str(error.value)\n"
        ),
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
            "each round needs what the one before left",
        ),
        Good(
            "def test_report(run):\n    report = run('all')\n    for name in ('a', 'b'):\n"
            "        assert report.verdict(name) == 'caught'\n",
            "several looks at one result",
        ),
        Good(
            "import unittest\n\n\nclass TestA(unittest.TestCase):\n    def test_even(self):\n        for n in (2, 4):\n"
            "            assert n % 2 == 0\n",
            "parametrize does not work there",
        ),
        Good(
            "def test_report(make_report):\n    report = make_report('june')\n    for key in ('total', 'tax'):\n"
            "        assert key in report\n        assert report.get(key) is not None\n",
            "the loop looks at parts of one result",
        ),
        Good(
            "def test_skeleton(project):\n    assert project.create('a') == 0\n    for name in ('docs', 'src'):\n"
            "        assert project.has(name)\n",
            "the test has asserted before: the loop goes on looking at what was made there",
        ),
        Good(
            "def test_flush(store):\n    store.flush('bank')\n    for key in ('a', 'b'):\n"
            "        assert store.fetch('bank', key) == {}\n",
            "the loop looks at what one call has done",
        ),
        Good(
            "def test_output_is_isolated_across_runs(runner):\n    for word in ('a', 'b'):\n"
            "        result = runner.invoke(word)\n        assert result.output == word\n",
            "that one round follows another is the point",
        ),
    )

    def judge(self, test: Unit, file: TestFile) -> Iterator[Hit]:
        """Tests that end in such a loop."""
        loop = test.body[-1] if test.body else None
        if not isinstance(loop, ast.For) or loop.orelse or test.in_unittest:
            return
        cases = _cases(loop.iter, test)
        names = _names(loop.target)
        if cases is None or len(cases.elts) < _LEAST or not _are_literal(cases) or not names:
            return
        if not _judges(loop) or _shares_state(loop, file) or _goes_on(loop, test):
            return
        if _tries(loop, names) and not _looks_at_one_result(test, loop, file):
            text = f"the loop stops at the first of its {len(cases.elts)} cases that fails, and those behind it are not tried"
            yield Hit(loop, text, fix=tuple(_fix(test, loop, names, file)))


def _cases(node: ast.expr, test: Unit) -> ast.List | ast.Tuple | None:
    """The literal, written there or bound once to a local name."""
    if isinstance(node, ast.Name):
        values = test.assigned.get(node.id, [])
        return _cases(values[0], test) if len(values) == 1 and not isinstance(values[0], ast.Name) else None
    return node if isinstance(node, ast.List | ast.Tuple) else None


def _names(target: ast.expr) -> list[str]:
    elements = target.elts if isinstance(target, ast.Tuple | ast.List) else [target]
    names = [one.id for one in elements if isinstance(one, ast.Name)]
    return names if len(names) == len(elements) else []


def _are_literal(cases: ast.List | ast.Tuple) -> bool:
    kinds = (ast.Constant, ast.Tuple, ast.List, ast.Dict, ast.Set, ast.UnaryOp, ast.USub, ast.Load, ast.JoinedStr)
    return all(isinstance(node, kinds) for node in ast.walk(cases))


def _judges(loop: ast.For) -> bool:
    """Whether the loop asserts, and no `break`, `continue` or `return` makes its rounds depend on each other."""
    nodes = [node for statement in loop.body for node in ast.walk(statement)]
    if any(isinstance(node, ast.Break | ast.Continue | ast.Return | ast.Yield) for node in nodes):
        return False
    return any(isinstance(node, ast.Assert) for node in nodes)


def _looks_at_one_result(test: Unit, loop: ast.For, file: TestFile) -> bool:
    """Whether something was done before the loop, which only looks at what came of it: done again for each case it would
    cost as often. Making an object of a class is no such thing."""
    bound: set[str] = set()
    for call in test.of(ast.Call):
        if call.lineno < loop.lineno and not _makes_an_object(call, file):
            around = parent_of(call)
            while around is not None and not isinstance(around, ast.stmt):
                around = parent_of(around)
            targets = around.targets if isinstance(around, ast.Assign) else ()
            bound.update(target.id for target in targets if isinstance(target, ast.Name))
    used = {node.id for statement in loop.body for node in ast.walk(statement) if isinstance(node, ast.Name)}
    return bool(bound & used)


def _makes_an_object(call: ast.Call, file: TestFile) -> bool:
    if file.origin(call.func).kind is SymbolKind.CLASS:
        return True
    return last_name(call.func)[:1].isupper()


def _shares_state(loop: ast.For, file: TestFile) -> bool:
    """Whether a round may need what the one before left: an attribute, an item or an outer name is assigned, or something
    is called for its effect alone (not to see it raise)."""
    for node in (inner for statement in loop.body for inner in ast.walk(statement)):
        if isinstance(node, ast.Attribute | ast.Subscript) and isinstance(node.ctx, ast.Store | ast.Del):
            return True
        if isinstance(node, ast.Global | ast.Nonlocal | ast.AugAssign):
            return True
        if isinstance(node, ast.Expr) and not _is_expected_to_raise(node, file):
            return True
    return False


def _tries(loop: ast.For, names: list[str]) -> bool:
    """Whether a round puts its case to something that is called, rather than looks at one part of a result after another."""
    derived = set(names)
    for statement in loop.body:
        for node in (statement, *children(statement)):
            if isinstance(node, ast.Assign) and _mentions(node.value, derived):
                derived |= {one.id for target in node.targets for one in ast.walk(target) if isinstance(one, ast.Name)}
            if isinstance(node, ast.Call) and last_name(node.func) not in _LOOKS:
                given = [*node.args, *(one.value for one in node.keywords)]
                if any(_mentions(one, derived) for one in given):
                    return True
    return False


def _mentions(node: ast.AST, names: set[str]) -> bool:
    return any(isinstance(one, ast.Name) and one.id in names for one in ast.walk(node))


def _goes_on(loop: ast.For, test: Unit) -> bool:
    """Whether something was done or asserted before the loop, or the test says that its rounds belong together."""
    told = f"{test.name} {ast.get_docstring(test.node) or ''}" if test.node else ""
    return (
        any(one.lineno < loop.lineno for one in test.of(ast.Assert))
        or any(_is_act(statement) for statement in test.body[:-1])
        or _SEQUENCE.search(told) is not None
    )


def _is_act(statement: ast.stmt) -> bool:
    """Whether something is called for its effect, of which the loop then looks at one part after another."""
    value = statement.value if isinstance(statement, ast.Expr) else None
    call = value.value if isinstance(value, ast.Await) else value
    return isinstance(call, ast.Call) and dotted_name(call.func).partition(".")[0] not in _PREPARING


def _is_expected_to_raise(statement: ast.Expr, file: TestFile) -> bool:
    around = parent_of(statement)
    return isinstance(around, ast.With | ast.AsyncWith) and any(
        isinstance(item.context_expr, ast.Call) and dotted_name(item.context_expr.func).endswith(("raises", "warns"))
        for item in around.items
    )


def _fix(test: Unit, loop: ast.For, names: list[str], file: TestFile) -> Iterator[TextEdit]:
    """Puts the cases into a decorator and the body in the loop's place. Only where the loop is the whole test and has its
    head on one line, and where `pytest` is imported."""
    node = test.node
    if (
        node is None
        or len(test.body) > 1
        or file.imports.get("pytest") != "pytest"
        or loop.iter.end_lineno != loop.lineno
    ):
        return
    given = node.args
    taken = given.args or given.kwonlyargs or given.vararg or node.decorator_list
    if loop.body[0].lineno == loop.lineno or taken or not isinstance(loop.iter, ast.List | ast.Tuple):
        return
    lines = file.lines[loop.lineno : loop.end_lineno]
    inner, outer = loop.body[0].col_offset, loop.col_offset
    text = "\n".join(lines)
    if any(line.strip() and not line.startswith(" " * inner) for line in lines) or '"""' in text or "'''" in text:
        return
    called = f"'{names[0]}'" if len(names) == 1 else "(" + ", ".join(f"'{name}'" for name in names) + ")"
    start = file.offset(node.lineno, node.col_offset)
    opening = file.text.index("(", file.text.index(node.name, start)) + 1
    cases = file.text[slice(*file.span(loop.iter))]
    yield TextEdit(start, start, f"@pytest.mark.parametrize({called}, {cases})\n{' ' * node.col_offset}")
    yield TextEdit(opening, opening, ", ".join(names))
    end = file.offset(loop.end_lineno or loop.lineno, loop.end_col_offset or 0)
    dedented = "\n".join(line[inner - outer :] if line.strip() else line for line in lines)
    yield TextEdit(file.offset(loop.lineno, 0), end, dedented)
