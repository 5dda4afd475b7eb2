"""The engine: which changes a file gets, in which order, with which ids and lines."""

import ast
import hashlib
import importlib.util
import warnings

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from earnest.changes import find_operator, generate, operators, suppress_equal
from earnest.changes.context import Context
from earnest.errors import ProjectError, UsageError
from earnest.model import Family, Scope, SourceFile

LOGIC = tuple(operator for operator in operators() if operator.family is Family.LOGIC)


def source_of(text, path="pkg/mod.py"):
    """A source file that holds this text."""
    return SourceFile(path, "pkg.mod", text, hashlib.sha256(text.encode()).hexdigest())


def changes_of(text, *names, per_line=None):
    """The changes that these operators make."""
    return generate(source_of(text), operators=[find_operator(name) for name in names], per_line=per_line)


def test_a_change_says_all_that_is_to_be_known_of_it():
    """Every field, once.

    REAL BUG THIS CATCHES: a report that points one column off, or an offset that no diff can be made of.
    """
    text = "class A:\n    def f(self, ü):\n        return (ü <\n            1)\n"
    (change,) = changes_of(text, "move-boundary")
    assert (change.start, change.end, change.before, change.after) == (text.index("<"), text.index("<") + 1, "<", "<=")
    assert str(change.location) == "pkg/mod.py:3"
    assert (change.location.column, change.location.end_line, change.location.end_column) == (19, 3, 20)
    assert (change.qualname, change.scope, change.lines) == ("A.f", Scope.FUNCTION, (3, 4))
    assert (change.operator, change.family) == ("move-boundary", Family.LOGIC)
    assert change.apply(text) == text.replace("<", "<=")


def test_ids_stay_when_lines_and_other_functions_come_and_go():
    """File, function, operator, text and ordinal make the id.

    REAL BUG THIS CATCHES: every remembered verdict lost by one new import at the head of the file.
    """
    body = "def f(a):\n    return a < 1, a < 2, a  <  3\n"
    before = changes_of(body, "move-boundary")
    after = changes_of("import os\n\ndef g(a):\n    return a < 1\n\n" + body, "move-boundary")
    assert [change.id for change in after][1:] == [change.id for change in before]
    assert len({change.id for change in after}) == 4


def test_ids_depend_on_neither_the_limit_nor_the_other_operators():
    """A change asked for alone is the same change.

    REAL BUG THIS CATCHES: `earnest show ID` that finds nothing, because more operators were at work then.
    """
    text = "def f(a, b):\n    return (a + 1 < b) and (a + 1 < b), a - 1\n"
    everything = {change.id: change for change in generate(source_of(text), per_line=None)}
    for change in [*generate(source_of(text)), *changes_of(text, "move-boundary")]:
        assert everything[change.id] == change


def test_ids_tell_files_apart():
    """The same text in two files.

    REAL BUG THIS CATCHES: two changes under one id, one verdict lost.
    """
    text = "X = 1\n"
    assert generate(source_of(text, "a.py"))[0].id != generate(source_of(text, "b.py"))[0].id


def test_changes_come_in_file_order_and_always_the_same():
    """By start, then the most telling first.

    REAL BUG THIS CATCHES: another order on each run, so that a budget or a shard picks other changes.
    """
    text = "def f(a, b=2):\n    if a < b and not b:\n        return [a, 1]\n    return None\n"
    first = generate(source_of(text), per_line=None)
    assert [change.start for change in first] == sorted(change.start for change in first)
    assert generate(source_of(text), per_line=None, operators=reversed(operators())) == first


def test_a_line_gets_the_few_most_telling_changes():
    """The default limit is three; the first of each operator comes before the second of any.

    REAL BUG THIS CATCHES: one long line that takes half of the time of a run.
    """
    text = "def f(a, b, c):\n    return a < b and b < c and c < a and a == 1 and b == 2 and c == 3\n"
    names = ("move-boundary", "negate-comparison", "shift-number")
    few = changes_of(text, *names, per_line=3)
    assert {change.operator for change in few} == set(names)
    assert len(few) == 3
    assert len(changes_of(text, *names, per_line=1)) == 1
    assert len(changes_of(text, *names)) == 9


def test_each_statement_of_a_line_keeps_a_change():
    """Also behind a semicolon and behind the colon of a header.

    REAL BUG THIS CATCHES: `x = 1; y = 2` where the second half is never put to the test.
    """
    text = "def f(a):\n    if a == 1: b = 2; return 3\n"
    lines = changes_of(text, "force-condition", "shift-number", per_line=1)
    assert [change.before for change in lines] == ["a == 1", "2", "3"]


def test_each_family_of_a_line_is_heard():
    """The criteria count families apart.

    REAL BUG THIS CATCHES: no message change left on any line that also holds logic.
    """
    text = "def f(a, b):\n    raise ValueError(f'{a + 1 - 2 * b} is bad')\n"
    families = {change.family for change in generate(source_of(text))}
    assert {Family.ERRORS, Family.MESSAGES, Family.LOGIC} <= families


def test_a_table_made_at_import_gets_a_handful_of_changes():
    """Not one for each of its rows.

    REAL BUG THIS CATCHES: a table of 800 keywords that makes 800 cold trials.
    """
    rows = "".join(f"    'k{number}': {number},\n" for number in range(800))
    changes = generate(source_of("TABLE = {\n" + rows + "}\n"))
    assert 1 <= len(changes) <= 4
    assert changes[-1].location.line - changes[0].location.line > 300
    assert {change.lines for change in changes} == {(1, 802)}


@pytest.mark.parametrize(
    ("text", "operator", "lines"),
    [
        ("def f():\n    x = [\n        1,\n    ]\n    return x\n", "shift-number", (2, 4)),
        ("def f(a):\n    if (a\n        == b):\n        g()\n        h()\n", "force-condition", (2, 3)),
        ("@d\ndef f(a,\n      b=1):\n    return a\n", "shift-number", (1, 3)),
        ("@d\ndef f(a,\n      b=True): return a\n", "flip-boolean", (1, 3)),
        ("def f(a):\n    try:\n        g()\n    except a == b:\n        h()\n", "negate-comparison", (4, 4)),
        ("match a:\n    case 1:\n        f()\n    case 2:\n        g()\n", "never-match-case", (2, 2)),
        ("for a in b:\n    if a: continue\n", "leave-loop", (2, 2)),
        ("with a == b:\n    f()\n", "negate-comparison", (1, 1)),
        ("class A(b == c):\n    x: int\n", "negate-comparison", (1, 1)),
        ("@a\n@b\ndef f():\n    return x\n", "drop-decorator", (1, 3)),
        ("if a:\n    b()\nelif c == 1:\n    e()\n", "shift-number", (3, 3)),
    ],
)
def test_the_lines_are_those_of_the_statement_or_the_header(text, operator, lines):
    """A test that ran one of them is chosen.

    REAL BUG THIS CATCHES: a change in the header of a class for which every test of the class is run, or none.
    """
    assert changes_of(text, operator)[0].lines == lines


def test_a_comment_excludes_its_line():
    """`# earnest: no change`, also on the last line of a statement over several.

    REAL BUG THIS CATCHES: no way to silence a change that cannot matter.
    """
    text = "X = 1  # Earnest: no change (measured)\nY = [\n    2,\n]  # earnest: no change\nZ = 3\n"
    assert [change.before for change in changes_of(text, "shift-number")] == ["3"]


def test_a_file_that_does_not_parse_is_an_error_of_the_project():
    """Not a traceback.

    REAL BUG THIS CATCHES: one broken file that ends the run with a bug report.
    """
    with pytest.raises(ProjectError, match=r"pkg/mod\.py:1"):
        generate(source_of("def f(:\n"))


def test_an_unknown_operator_is_answered_with_the_nearest_names():
    """`earnest explain move-boundry`.

    REAL BUG THIS CATCHES: a typo answered with nothing.
    """
    assert find_operator("move-boundary").name == "move-boundary"
    with pytest.raises(UsageError, match="move-boundary"):
        find_operator("move-boundry")


def test_equal_code_is_suppressed():
    """Equal to the original, to an earlier change, or to nothing that compiles.

    REAL BUG THIS CATCHES: a missed change that no test could ever have caught.
    """
    text = "def f(a):\n    while True:\n        if a: break\n\ndef g(a):\n    return a or None\n\nX = 0 * 5\n"
    source = source_of(text)
    changes = changes_of(text, "leave-loop", "drop-operand", "return-none", "shift-number")
    kept = suppress_equal(source, changes)
    assert [(change.before, change.after) for change in changes if change not in kept] == [
        ("break", "return"),  # nothing follows the loop
        ("a or None", "None"),  # `a or ` left out says the same
        ("5", "6"),
    ]


def test_what_the_import_runs_is_compared_statement_by_statement():
    """Loops, branches, handlers, one-liners, class bodies, generic or not, at module level.

    REAL BUG THIS CATCHES: a `break` compiled without its loop, which ends the run with a traceback.
    """
    text = (
        "for a in b:\n    if a == 1: break\n    elif a < 2:\n        x = 0 * 3; continue\nelse:\n    y = 1\n"
        "while a:\n    try:\n        z = 1\n    except E:\n        break\nclass A(B): c = 1; d = 2\n"
        "match a:\n    case 1:\n        e = 1\nif a: f = 1\n@g(1)\nclass H:\n    i = 1\n    def j(self, k=1): pass\n"
    )
    changes = changes_of(text, "shift-number", "leave-loop", "force-condition", "move-boundary")
    kept = suppress_equal(source_of(text), changes)
    assert [change.before for change in changes if change not in kept] == ["3"]
    assert len(changes) > 15


def test_what_differs_is_kept_in_order():
    """`len(x) > 0` and `len(x) >= 0` differ; 1 and True differ.

    REAL BUG THIS CATCHES: real changes thrown away as equivalent.
    """
    text = "def f(x):\n    if len(x) > 0:\n        return 1\n    return True\nclass A:\n    y = 1.0\n"
    changes = generate(source_of(text), operators=LOGIC, per_line=None)
    assert suppress_equal(source_of(text), changes) == changes


MODULES = ["asyncio.locks", "bisect", "contextlib", "copy", "csv", "queue", "sched", "string", "textwrap"]


@pytest.mark.parametrize("module", MODULES)
def test_on_real_code_every_change_compiles_and_nothing_is_touched(module):
    """The standard library, every operator, no limit.

    REAL BUG THIS CATCHES: an operator that crashes on rare syntax, or leaves text that is no Python.
    """
    with open(importlib.util.find_spec(module).origin, encoding="utf-8") as file:
        source = source_of(file.read())
    changes = generate(source, per_line=None)
    kept = suppress_equal(source, changes)
    assert len({change.id for change in changes}) == len(changes)
    assert 0.9 * len(changes) <= len(kept) <= len(changes)
    assert len(kept) > 10
    for change in kept[:: max(len(kept) // 25, 1)]:
        compile(change.apply(source.text), source.path, "exec", dont_inherit=True)
        assert change.apply(source.text) != source.text


@pytest.mark.parametrize("module", MODULES[:4])
def test_operators_leave_the_tree_as_it_is(module):
    """They yield values.

    REAL BUG THIS CATCHES: an operator whose side effect on the tree changes what the next one sees.
    """
    with open(importlib.util.find_spec(module).origin, encoding="utf-8") as file:
        context = Context.of(source_of(file.read()))
    before = ast.dump(context.tree, include_attributes=True)
    for node in context.nodes:
        for operator in operators():
            if isinstance(node, operator.nodes) and not context.is_arid(node):
                assert all(0 <= edit.start <= edit.end <= len(context.text) for edit in operator.edits(node, context))
    assert ast.dump(context.tree, include_attributes=True) == before


NAMES = st.sampled_from(["a", "b", "self.c", "d['ü']", "f(x)", "(a)", "'ß'", "1", "-2", "None", "True", "[]", "not a"])
JOINTS = st.sampled_from([" + ", " < ", " and ", " or ", " is not ", " not in ", " // ", " | ", "  ==  ", ", "])


@st.composite
def expressions(draw):
    """A chain of operands and operators, parenthesised here and there."""
    parts = [draw(NAMES)]
    for _ in range(draw(st.integers(0, 3))):
        operand = draw(NAMES)
        parts += [draw(JOINTS), f"({operand}\n)" if draw(st.booleans()) else operand]
    return "".join(parts)


STATEMENTS = st.sampled_from(
    [
        *("return ({})", "x = ({})", "if ({}): pass\nelse: y = 1", "x[({})] = 2", "for x in ({}): break", "x += ({})"),
        *("yield ({})", "assert ({})", "del x[({}):]", "x = [y for y in z if ({})]", "x = {{'k': ({}), 'l': 2}}"),
        *("raise E(({}))", "with ({}): pass", "while ({}): continue", "x = lambda y=({}): (y)", "g(k=({}), l=1)"),
        *("try: h()\nexcept ({}): pass", "x = f'{{({})}}'", "match ({}):\n    case 1: pass", "x = ({}) if a else b"),
    ]
)


@settings(deadline=None, max_examples=40, derandomize=True, database=None)
@given(st.lists(st.tuples(STATEMENTS, expressions()), min_size=1, max_size=4))
def test_on_odd_code_every_change_parses_and_applies_to_what_it_says(parts):
    """Wide characters, parentheses and line ends in odd places.

    REAL BUG THIS CATCHES: a splice that is right for tidy code only.
    """
    body = "\n".join(statement.format(expression) for statement, expression in parts)
    text = "def f(a, x):\n" + "".join(f"    {line}\n" for line in body.split("\n"))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the compiler finds such code odd, too
        try:
            compile(text, "odd.py", "exec", dont_inherit=True)
        except SyntaxError:
            return
        source = source_of(text)
        for change in suppress_equal(source, generate(source, per_line=None)):
            changed = change.apply(text)
            compile(changed, "odd.py", "exec", dont_inherit=True)
            assert ast.dump(ast.parse(changed)) != ast.dump(ast.parse(text))


@pytest.mark.parametrize(
    "text",
    [
        "X = " + " + ".join(["a"] * 1500),
        "def f(a):\n    return " + " + ".join(["'a'"] * 1500),
        "def f(a):\n    raise E(" + " + ".join(["'a'"] * 1500) + ")",
        "def f(a):\n    return a" + ".b()" * 600,
        "if a == 0:\n    b()\n" + "".join(f"elif a == {number}:\n    b()\n" for number in range(1, 60)),
        "X = [" + "1, " * 3000 + "]",
        "def f():\n    return [" + "1, " * 3000 + "]",
    ],
    ids=["sum", "texts", "message", "chain", "elif", "table", "list"],
)
def test_code_that_a_machine_wrote_is_borne(text):
    """Long sums, chains and tables.

    REAL BUG THIS CATCHES: one generated file that ends the run with a RecursionError, or takes minutes.
    """
    changes = generate(source_of(text))
    assert changes
    assert len(suppress_equal(source_of(text), changes)) >= 1


def test_warnings_of_the_compiler_are_not_taken_for_errors():
    """Under `-W error` a doubtful escape in the user's code raises.

    REAL BUG THIS CATCHES: all changes of a file lost because it holds an odd string.
    """
    text = "def f(a):\n    return a < 1, '\\d', a is 2\n"
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        changes = generate(source_of(text), operators=LOGIC, per_line=None)
        assert len(suppress_equal(source_of(text), changes)) == len(changes) >= 4
