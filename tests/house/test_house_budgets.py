"""STYLE's budgets: size, annotations, names, and a reason beside every exception to a rule."""

from __future__ import annotations

import ast
import io
import re
import statistics
import tokenize

import pytest

DIRECTIVE = re.compile(
    r"noqa(:\s*[A-Z]+\d+(\s*,\s*[A-Z]+\d+)*)?|type:\s*ignore(\[[\w\-, ]*\])?|pragma:\s*no \w+|fmt: \w+"
)
NAMELESS = {"utils", "util", "helpers", "helper", "common", "misc", "shared", "stuff"}


def lines_of(function):
    return function.end_lineno - function.lineno + 1


def comments(module):
    """Line number -> text of the comment on it."""
    tokens = tokenize.generate_tokens(io.StringIO(module.text).readline)
    return {token.start[0]: token.string for token in tokens if token.type == tokenize.COMMENT}


def reason(comment):
    """What a comment says besides its directives."""
    return re.findall(r"[A-Za-z']{2,}", DIRECTIVE.sub(" ", comment))


def unreasoned(module):
    """Places that silence a checker or catch everything, without saying why."""
    notes = comments(module)
    silenced = {line for line, text in notes.items() if re.search(r"noqa|type:\s*ignore|pragma:", text)}
    broad = {node.lineno for node in ast.walk(module.tree) if isinstance(node, ast.ExceptHandler) and is_broad(node)}
    return [f"{module.path}:{line}" for line in sorted(silenced | broad) if len(reason(notes.get(line, ""))) < 2]


def is_broad(handler):
    """Whether this handler takes any exception at all and lets it end here."""
    if isinstance(handler.body[-1], ast.Raise) and handler.body[-1].exc is None:
        return False
    caught = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return any(kind is None or getattr(kind, "id", "") in {"Exception", "BaseException"} for kind in caught)


def test_no_module_is_longer_than_500_lines(product):
    """
    REAL BUG THIS CATCHES: a runner that grew to two thousand lines, in which the same status was defined twice and
    nobody saw it.
    """
    long = [f"{module.path} {n}" for module in product if (n := module.text.count("\n")) > 500]
    assert not long, "\n".join(long)


def test_the_median_module_has_at_most_125_lines(product):
    """
    REAL BUG THIS CATCHES: features are added to whatever file is open, until each room is one big file.
    """
    assert statistics.median(module.text.count("\n") for module in product if module.path.name != "__init__.py") <= 125


def test_no_function_is_longer_than_60_lines(product):
    """
    REAL BUG THIS CATCHES: a function too long to be read as a whole hides an early return that skips the clean-up.
    """
    long = [
        f"{module.path}:{function.lineno} {function.name} {lines_of(function)}"
        for module in product
        for function in module.functions
        if lines_of(function) > 60
    ]
    assert not long, "\n".join(long)


def test_the_median_function_has_at_most_9_lines_and_nine_in_ten_at_most_30(product):
    """
    REAL BUG THIS CATCHES: no single function breaks the limit, yet the code as a whole turns into long procedures.
    """
    lengths = [lines_of(function) for module in product for function in module.functions]
    assert statistics.median(lengths) <= 9
    assert statistics.quantiles(lengths, n=10)[-1] <= 30


def test_every_function_says_what_it_returns(product):
    """
    REAL BUG THIS CATCHES: a function without a return annotation is silently unchecked where the type checker is lax.
    """
    bare = [f"{m.path}:{f.lineno} {f.name}" for m in product for f in m.functions if f.returns is None]
    assert not bare, "\n".join(bare)


def test_every_module_says_its_job_on_its_first_line(product):
    """
    REAL BUG THIS CATCHES: a newcomer opens five files to find the one that decides a verdict.
    """
    assert [str(module.path) for module in product if not (ast.get_docstring(module.tree) or "").strip()] == []


def test_no_module_is_named_after_nothing(product, suite):
    """
    REAL BUG THIS CATCHES: a `utils` module that everything imports and that imports everything.
    """
    assert [
        str(module.path) for module in [*product, *suite] if NAMELESS & set(module.path.with_suffix("").parts)
    ] == []


def test_every_silenced_checker_and_every_broad_except_carries_its_reason(product, suite):
    """
    REAL BUG THIS CATCHES: an `except Exception` without a thought behind it swallows the error that it should report.
    """
    bare = [place for module in [*product, *suite] for place in unreasoned(module)]
    assert not bare, "\n".join(bare)


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("try:\n    f()\nexcept Exception:\n    pass\n", ["x.py:3"]),
        ("try:\n    f()\nexcept (OSError, Exception):\n    pass\n", ["x.py:3"]),
        ("try:\n    f()\nexcept:\n    pass\n", ["x.py:3"]),
        ("try:\n    f()\nexcept BaseException:  # noqa: BLE001\n    pass\n", ["x.py:3"]),
        ("import f  # type: ignore[import-untyped]\n", ["x.py:1"]),
        ("try:\n    f()\nexcept Exception:  # noqa: BLE001 - the user's code may raise anything\n    pass\n", []),
        ("try:\n    f()\nexcept BaseException:\n    undo()\n    raise\n", []),
        ("try:\n    f()\nexcept OSError:\n    pass\n", []),
    ],
)
def test_the_check_for_reasons_finds_what_it_should(code, found):
    """
    REAL BUG THIS CATCHES: the check above passes because it sees nothing, not because there is nothing to see.
    """
    from pathlib import Path
    from types import SimpleNamespace

    assert unreasoned(SimpleNamespace(path=Path("x.py"), text=code, tree=ast.parse(code))) == found
