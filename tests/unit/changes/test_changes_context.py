"""What operators may ask of a file is answered right."""

import ast
import hashlib
import textwrap

import pytest

from earnest.changes.context import Context
from earnest.errors import ProjectError
from earnest.model import Scope, SourceFile


def context_of(text, path="pkg/mod.py", module="pkg.mod"):
    """The context of this text, dedented."""
    text = textwrap.dedent(text).lstrip("\n")
    return Context.of(SourceFile(path, module, text, hashlib.sha256(text.encode()).hexdigest()))


def the(context, kind, number=0):
    """The node of this type that stands at this place among its like."""
    return [node for node in context.nodes if isinstance(node, kind)][number]


def named(context, name):
    """The first use of this name as an expression."""
    return next(node for node in context.nodes if isinstance(node, ast.Name) and node.id == name)


def test_spans_count_characters_where_ast_counts_bytes():
    """Wide characters before, in and behind a node, on its first and its last line.

    REAL BUG THIS CATCHES: a splice that is off by the number of accents on the line.
    """
    context = context_of("ä = 'ö'; b = f('ü', é,\n   'ß' + c, ñ=1)\nd = b\n")
    assert context.text_of(the(context, ast.Call)) == "f('ü', é,\n   'ß' + c, ñ=1)"
    assert context.text_of(the(context, ast.BinOp)) == "'ß' + c"
    assert context.text_of(named(context, "d")) == "d"
    assert context.position(context.span(named(context, "é"))[0]) == (1, 21)


def test_positions_and_offsets_are_inverse():
    """Every offset of a text with empty lines and without a last line end.

    REAL BUG THIS CATCHES: the last line of a file reported as the one before it.
    """
    context = context_of("a = 1\n\n\nbü = 2\nc = 3")
    for offset in range(len(context.text)):
        line, column = context.position(offset)
        assert context.line_start(line) + column - 1 == offset
        assert line == context.text.count("\n", 0, offset) + 1


def test_lines_end_at_line_feeds_only():
    """Form feed, NEL and the Unicode separators are white space or text to Python.

    REAL BUG THIS CATCHES: everything behind a form feed shifted by one line.
    """
    context = context_of("a = '\u2028\x85\x1c'\n\x0c\nb = c\n")
    assert context.text_of(named(context, "c")) == "c"
    assert context.line_of(context.span(named(context, "c"))[0]) == 3


def test_a_node_without_a_place_spans_its_children():
    """Arguments, comprehensions and cases carry no line of their own.

    REAL BUG THIS CATCHES: an operator on a guard that crashes the run.
    """
    context = context_of("def f(a, b=(1)): return [x for x in a if x]\nmatch a:\n    case 1 if b: pass\n")
    assert context.text_of(the(context, ast.arguments)) == "a, b=(1"
    assert context.text_of(the(context, ast.comprehension)) == "x in a if x"
    assert context.text_of(the(context, ast.match_case)) == "1 if b: pass"
    with pytest.raises(ValueError, match="arguments has no text"):
        context.span(the(context_of("f = lambda: 1\n"), ast.arguments))


def test_an_operator_is_found_between_operands_and_not_in_comments():
    """The gap may hold parentheses, comments and backslashes.

    REAL BUG THIS CATCHES: a `<` in a comment changed, and the code left as it was.
    """
    context = context_of("x = ((a) # a < b\n  <  # <\n  (b))\n")
    compare = the(context, ast.Compare)
    start, end = context.find_between(compare.left, compare.comparators[0], "<")
    assert context.text[start - 2 : end + 3] == "  <  #"
    with pytest.raises(ValueError, match="no '>'"):
        context.find_between(compare.left, compare.comparators[0], ">")


def test_outer_spans_hold_the_parentheses():
    """As many as there are.

    REAL BUG THIS CATCHES: a slice bound dropped from between its parentheses, which leaves an empty tuple.
    """
    context = context_of("x = a[ ( (b) ) : c]\n")
    start, end = context.outer_span(named(context, "b"))
    assert context.text[start:end] == "( (b) )"
    start, end = context.outer_span(named(context, "c"))
    assert context.text[start:end] == "c"


NESTED = """
    import deco
    X = [a1 for a1 in a2]
    Y = lambda b1=b2: b3

    @deco.c1(c2)
    def outer(p: c3 = c4) -> c5:
        d1
        @deco.e1
        def inner(q=e2):
            return e3
        class Local:
            f1 = 1
            def method(self):
                return f2

    class Top(g1):
        h1 = h2
        @h3
        async def run(self, x=h4):
            return (lambda: h5)()
"""


@pytest.mark.parametrize(
    ("name", "scope", "qualname", "function", "owner"),
    [
        ("a2", Scope.IMPORT, "", None, None),
        ("b2", Scope.IMPORT, "", None, None),
        ("b3", Scope.FUNCTION, "", None, None),
        ("c2", Scope.IMPORT, "outer", None, None),
        ("c3", Scope.IMPORT, "outer", None, None),
        ("c4", Scope.IMPORT, "outer", None, None),
        ("c5", Scope.IMPORT, "outer", None, None),
        ("d1", Scope.FUNCTION, "outer", "outer", None),
        ("e2", Scope.FUNCTION, "outer.inner", "outer", None),
        ("e3", Scope.FUNCTION, "outer.inner", "inner", None),
        ("f1", Scope.FUNCTION, "outer.Local", "outer", "Local"),
        ("f2", Scope.FUNCTION, "outer.Local.method", "method", "Local"),
        ("g1", Scope.IMPORT, "Top", None, None),
        ("h1", Scope.IMPORT, "Top", None, "Top"),
        ("h3", Scope.IMPORT, "Top.run", None, "Top"),
        ("h4", Scope.IMPORT, "Top.run", None, "Top"),
        ("h5", Scope.FUNCTION, "Top.run", "run", "Top"),
    ],
)
def test_every_place_has_its_scope_and_its_owners(name, scope, qualname, function, owner):
    """Bodies run when called; decorators, defaults and class bodies when what is around them runs.

    REAL BUG THIS CATCHES: a default value judged by swapping the code of a function, which never holds it.
    """
    context = context_of(NESTED)
    node = named(context, name)
    assert context.scope_of(node) is scope
    assert context.qualname_of(node) == qualname
    assert getattr(context.function_of(node), "name", None) == function
    assert getattr(context.class_of(node), "name", None) == owner


def test_statements_and_parents_are_the_innermost():
    """From an expression up to the module.

    REAL BUG THIS CATCHES: the lines of a whole function taken for those of one statement.
    """
    context = context_of("if a:\n    b = [c]\n")
    node = named(context, "c")
    assert context.statement_of(node) is the(context, ast.Assign)
    assert context.statement_of(the(context, ast.If)) is the(context, ast.If)
    assert [type(above).__name__ for above in context.ancestors(node)] == ["List", "Assign", "If", "Module"]
    with pytest.raises(ValueError, match="the module is no statement"):
        context.statement_of(context.tree)


@pytest.mark.parametrize(
    ("expression", "dotted"),
    [
        ("np.linalg.norm", "numpy.linalg.norm"),
        ("os.path", "os.path"),
        ("sub", "pkg.inner.sub"),
        ("up", "other"),
        ("other_name", "pkg.sibling.name"),
        ("star", None),
        ("print", None),
        ("np[0].x", None),
        ("late", "late"),
    ],
)
def test_names_resolve_to_what_was_imported(expression, dotted):
    """Absolute and relative imports, aliases, imports inside functions.

    REAL BUG THIS CATCHES: `log.info` of a project's own module `log` taken for logging.
    """
    context = context_of(
        f"""
        import numpy as np, os.path
        from . import up
        from .inner import sub
        from .sibling import name as other_name
        from lots import *
        def f():
            import late
        x = {expression}
        """.replace("from . import up", "from .. import other as up"),
        path="pkg/mod.py",
        module="pkg.mod",
    )
    assert context.resolve(the(context, ast.Assign).value) == dotted


def test_relative_imports_of_a_package_start_at_the_package():
    """`from . import x` in `pkg/__init__.py` is `pkg.x`.

    REAL BUG THIS CATCHES: names of a package's own modules that resolve one level too high.
    """
    context = context_of("from .a import b\nx = b\n", path="pkg/__init__.py", module="pkg")
    assert context.resolve(the(context, ast.Assign).value) == "pkg.a.b"


def test_a_builtin_that_the_file_binds_is_none():
    """As a parameter, too.

    REAL BUG THIS CATCHES: a project's own `open` or `sorted` changed as though it were Python's.
    """
    context = context_of("def f(max):\n    return max(1), min(2)\n")
    assert context.is_builtin(named(context, "min"), "min")
    assert not context.is_builtin(named(context, "max"), "max")
    assert not context.is_builtin(named(context, "min"), "max")


def test_a_file_that_does_not_parse_is_named_with_its_line():
    """One clear sentence.

    REAL BUG THIS CATCHES: a traceback of the parser in place of the file that is at fault.
    """
    with pytest.raises(ProjectError, match=r"pkg/mod\.py:2: this file does not parse"):
        context_of("a = 1\nb = (\n")


ARID = {
    "a docstring": 'def f():\n    "{}"\n    return 1\n',
    "a log call": "import logging\nlogging.info({})\n",
    "a logger's method": "def f(self):\n    self._log.warning({}, 1)\n    return 1\n",
    "a logger": "import logging\nlogger = logging.getLogger({})\n",
    "a bound logger": "logger.bind(a=1).info({})\n",
    "a repr": "class A:\n    def __repr__(self):\n        return {}\n",
    "a block for type checkers": "import typing as t\nif t.TYPE_CHECKING:\n    X = {}\nelse:\n    pass\n",
    "a main guard": 'if __name__ == "{}":\n    f()\n',
    "a deprecation notice": "import warnings\nwarnings.warn({}, DeprecationWarning)\n",
    "an overload": "from typing import overload\n@overload\ndef f(a={}): return 1\n",
    "a protocol": "from typing import Protocol\nclass A(Protocol):\n    def f(self):\n        return {}\n",
    "a stub": "def f(a={}): ...\n",
    "a placeholder": "def f():\n    raise NotImplementedError({})\n",
    "an annotation": "def f(a: {}) -> {}:\n    b: {} = 1\n    return b\n",
    "dunder all": "__all__ = [{}]\n",
    "a version": "__version__ = {}\n",
    "slots": "class A:\n    __slots__ = ({}, 1)\n",
    "the type of a cast": "import typing\nx = typing.cast({}, y)\n",
    "a cast of a name to itself": "import typing\nx = typing.cast({}, x)\n",
    "the test of an assert": "def f(a):\n    assert a > {}, {}\n",
    "a type variable": "from typing import TypeVar\nT = TypeVar({})\n",
    "a type alias": "import typing as t\nX: t.TypeAlias = {}\nY = t.Union[{}, int]\n",
    "assert_never": "from typing import assert_never\ndef f(a):\n    assert_never({})\n    return a\n",
    "a cache size": "import functools\n@functools.lru_cache(maxsize={})\ndef f(): return 1\n",
    "a branch for an old Python": "import sys\nif sys.version_info < (3, 9):\n    x = {}\nelse:\n    x = 1\n",
    "a branch for a new Python": "import sys\nif sys.version_info >= (3, 9):\n    x = 1\nelse:\n    x = {}\n",
    "a version number": "import sys\nif sys.version_info[0] == {}:\n    x = 1\n",
    "an uncovered statement": "x = [1,\n     {}]  # pragma: no cover\n",
    "an uncovered block": "def f():  # pragma: no cover\n    x = 1\n    return {}\n",
    "an uncovered else": "if a:\n    b = 1\nelse:  # pragma: no cover\n    b = {}\n",
    "an uncovered handler": "try:\n    a()\nexcept B:  # pragma: nocover\n    b = {}\n",
    "the stack level of a warning": "import warnings\nwarnings.warn('x', stacklevel={})\n",
    "a condition of a log": "if {}:\n    logger.debug('x')\n",
}


@pytest.mark.parametrize("what", ARID)
def test_arid_code_is_known(what):
    """Each stands for something that no test owes anything to.

    REAL BUG THIS CATCHES: missed changes that a user can do nothing about, so that no one reads the others.
    """
    context = context_of(ARID[what].replace("{}", "12345"))
    spots = [node for node in context.nodes if isinstance(node, ast.Constant) and "12345" in str(node.value)]
    assert spots
    assert all(context.is_arid(node) for node in spots)


FERTILE = {
    "a print": "print({})\n",
    "str": "class A:\n    def __str__(self):\n        return {}\n",
    "else of a block for type checkers": "import typing as t\nif t.TYPE_CHECKING:\n    pass\nelse:\n    x = {}\n",
    "the body of a main guard": 'if __name__ == "__main__":\n    f({})\n',
    "another warning": "import warnings\nwarnings.warn({})\n",
    "a math log": "import math\nmath.log({})\n",
    "a login": "login.send({})\n",
    "a default": "def f(a={}): return a\n",
    "the value of an annotation": "x: int = {}\n",
    "the value of a cast": "import typing\nx = typing.cast(int, {})\n",
    "the branch for this Python": "import sys\nif sys.version_info >= (3, 9):\n    x = {}\n",
    "the body before an uncovered else": "if a:\n    b = {}\nelse:  # pragma: no cover\n    b = 1\n",
    "a condition with an else": "if {}:\n    logger.debug('x')\nelse:\n    f()\n",
    "a second statement": "def f():\n    logger.info('x')\n    return {}\n",
}


@pytest.mark.parametrize("what", FERTILE)
def test_what_only_looks_arid_is_not(what):
    """The neighbours of arid code are changed.

    REAL BUG THIS CATCHES: whole branches that no change ever enters, so that nobody learns they are untested.
    """
    context = context_of(FERTILE[what].replace("{}", "12345"))
    spots = [node for node in context.nodes if isinstance(node, ast.Constant) and node.value == 12345]
    assert spots
    assert not any(context.is_arid(node) for node in spots)
