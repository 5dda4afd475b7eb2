"""ET707: a test is skipped, or expected to fail, and nobody knows why."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ..rule import Bad, Good, Hit, NodeRule
from ..syntax import constant, keyword, text_of
from ..testfile import TestFile
from ..unit import Unit
from ..walk import parent_of

__all__ = ["SkipReason"]

_MARKS = {
    "pytest.mark.skip": "is skipped",
    "pytest.mark.skipif": "is skipped on a condition",
    "pytest.mark.xfail": "may fail and may pass",
}


class SkipReason(NodeRule):
    """A test is skipped without a reason, or expected to fail without one and without `strict`.

    Nobody dares to take such a mark away, so the test is dead and still counted. An expected failure that is not strict is
    no check at all: it is green when it fails and green when it passes.

    Do instead: say why, with the ticket that ends it; make expected failures strict, so that the day the bug is mended
    they ask to be ordinary tests.

    Stays silent: where a reason is given, positionally or as `reason=`; for strict expected failures; for
    `pytest.importorskip`, which gives its own.
    """

    code = "ET707"
    name = "skip-reason"
    cure = "Give the reason, with the ticket that ends it; make expected failures strict."
    nodes = (ast.Attribute, ast.Call)
    bad = (
        Bad("import pytest\n\n\n@pytest.mark.skip  # flagged\ndef test_a():\n    assert 1 + 1 == 2\n"),
        Bad("import pytest\n\n\n@pytest.mark.xfail()  # flagged\ndef test_a():\n    assert 1 + 1 == 2\n"),
        Bad(
            "import pytest\n\n\ndef test_a(printer):\n    if not printer:\n        pytest.skip()  # flagged\n"
            "    assert printer.ready\n"
        ),
        Bad("import pytest\n\n\n@pytest.mark.skip(reason='')  # flagged\ndef test_a():\n    assert 1 + 1 == 2\n"),
    )
    good = (
        Good(
            "import pytest\n\n\n@pytest.mark.skip('no printer here, #12')\ndef test_a():\n    assert 1 + 1 == 2\n",
            "it says why",
        ),
        Good(
            "import pytest\n\n\n@pytest.mark.xfail(strict=True)\ndef test_a():\n    assert 1 + 1 == 3\n",
            "it fails on the day when it passes",
        ),
        Good(
            "import pytest\n\n\n@pytest.mark.xfail(raises=ValueError)\ndef test_a():\n    assert int('x')\n",
            "strict by configuration",
            files={"pyproject.toml": "[tool.pytest.ini_options]\nxfail_strict = true\n"},
        ),
        Good(
            "import pytest\n\nREASON = 'x'\n\n\n@pytest.mark.skipif(True, reason=REASON)\ndef test_a():\n    assert 1\n",
            "a name",
        ),
        Good(
            "import unittest\n\n\n@unittest.skip('no printer')\ndef test_a():\n    assert 1\n", "unittest demands one"
        ),
    )

    def visit(self, node: ast.AST, unit: Unit, file: TestFile) -> Iterator[Hit]:
        """Marks without call, and calls."""
        if isinstance(node, ast.Attribute):
            if node.attr in ("skip", "xfail") and not _is_called(node) and isinstance(node.value, ast.Attribute):
                yield from self._mark(node, None, file)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute | ast.Name):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if name in ("skip", "skipif", "xfail"):
                dotted = file.dotted(node.func)
                if dotted == "pytest.skip" and not node.args and not _reason(node):
                    yield Hit(node, "pytest.skip() without a reason: nobody can tell when the test may run again")
                elif dotted in _MARKS:
                    yield from self._mark(node.func, node, file)

    def _mark(self, name: ast.expr, call: ast.Call | None, file: TestFile) -> Iterator[Hit]:
        dotted = file.dotted(name)
        if dotted not in _MARKS or (call is not None and _says_why(call, dotted)):
            return
        if dotted == "pytest.mark.xfail" and _is_strict(call, file):
            return
        yield Hit(call or name, f"the test {_MARKS[dotted]} by {dotted.removeprefix('pytest.')} and no reason is given")


def _is_called(node: ast.AST) -> bool:
    around = parent_of(node)
    return isinstance(around, ast.Call) and around.func is node


def _says_why(call: ast.Call, dotted: str) -> bool:
    if dotted == "pytest.mark.skip" and call.args:
        return constant(call.args[0]) != ""
    if dotted == "pytest.mark.skipif" and call.args and text_of(call.args[0]):
        return True  # a condition as text is shown as the reason
    return _reason(call) or any(given.arg is None for given in call.keywords)


def _reason(call: ast.Call) -> bool:
    given = keyword(call, "reason", "msg")
    return (given is not None and constant(given) not in ("", None)) or (
        given is not None and not isinstance(given, ast.Constant)
    )


def _is_strict(call: ast.Call | None, file: TestFile) -> bool:
    own = keyword(call, "strict") if call is not None else None
    if own is not None:
        return constant(own) is not False
    settings = file.codebase.survey.options.settings
    return any(settings.get(key, "").lower() == "true" for key in ("xfail_strict", "strict_xfail", "strict"))
