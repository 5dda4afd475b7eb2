"""ET707: a test is skipped, or expected to fail, and nobody knows why."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from ..rule import Bad, Good, Hit, NodeRule
from ..syntax import constant, dotted_name, keyword, last_name, source_of, text_of
from ..testfile import TestFile
from ..unit import Unit, UnitKind
from ..walk import parent_of

__all__ = ["SkipReason"]

_MARKS = {
    "pytest.mark.skip": "is skipped",
    "pytest.mark.skipif": "is skipped on a condition",
    "pytest.mark.xfail": "may fail and may pass",
}


_TROUBLE = re.compile(r"\bnot\b|n't\b|\bfail|\bbug\b|\bissue\b|\bbroken\b|\bflaky\b|\bslow\b|#\d", re.I)
"""Words of a docstring that tells why a test cannot pass."""
_MACHINE = re.compile(r"\s*(?:noqa|type:|pragma|fmt:|flagged|earnest:|expect|pylint|pyright)")
"""Comments for programs."""


class SkipReason(NodeRule):
    """A test is skipped without a reason, or expected to fail without one and without `strict`.

    Nobody dares to take such a mark away, so the test is dead and still counted. An expected failure that is not strict is
    no check at all: it is green when it fails and green when it passes.

    Do instead: say why, with the ticket that ends it; make expected failures strict, so that the day the bug is mended
    they ask to be ordinary tests.

    Stays silent: where a reason is given, positionally or as `reason=`, or stands beside the mark: in a comment on its line
    or the one above, in the test's docstring ("does not …"), in `raises=NotImplementedError`; for strict expected failures;
    for `pytest.importorskip`, which gives its own; in tests whose names are about skipping; for `pytest.skip()` in helpers,
    which cannot know why they are called.
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
        Bad(
            "import pytest\n\n\n@pytest.mark.xfail(message='the parser lacks it')  # flagged\n"
            "def test_a():\n    assert 1 + 1 == 2\n"
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
            "import pytest\n\n\n# The printer is out of order until May.\n@pytest.mark.skip\ndef test_a():\n    assert 1\n",
            "a comment says why",
        ),
        Good(
            'import pytest\n\n\n@pytest.mark.xfail\ndef test_a():\n    """The printer does not answer."""\n'
            "    assert 1\n",
            "the docstring says why",
        ),
        Good(
            "import pytest\n\n\n@pytest.mark.xfail(raises=NotImplementedError, strict=False)\ndef test_a():\n    assert 1\n",
            "the error says why",
        ),
        Good(
            "import pytest\n\n\n@pytest.mark.xfail\ndef test_report_of_an_xfail():\n    raise ValueError\n",
            "the mark is what is tested",
        ),
        Good(
            "import pytest\n\nskip = pytest.mark.skip\n\n\n@skip('no printer')\ndef test_a():\n    assert 1\n",
            "a shorter name for the mark",
        ),
        Good(
            "import unittest\n\n\n@unittest.skip('no printer')\ndef test_a():\n    assert 1\n", "unittest demands one"
        ),
    )

    def visit(self, node: ast.AST, unit: Unit, file: TestFile) -> Iterator[Hit]:
        """Marks without call, and calls."""
        if isinstance(node, ast.Attribute):
            bare = node.attr in ("skip", "xfail") and isinstance(node.value, ast.Attribute) and not _is_called(node)
            if bare and not _is_alias(node) and not _is_explained(node, unit, file):
                yield from self._mark(node, None, file)
        elif isinstance(node, ast.Call) and last_name(node.func) in ("skip", "skipif", "xfail"):
            dotted = file.dotted(node.func)
            if dotted == "pytest.skip" and unit.kind in (UnitKind.TEST, UnitKind.FIXTURE):
                if not node.args and not _reason(node, "reason", "msg"):
                    yield Hit(node, "pytest.skip() without a reason: nobody can tell when the test may run again")
            elif dotted in _MARKS and not _is_explained(node, unit, file):
                yield from self._mark(node.func, node, file)

    def _mark(self, name: ast.expr, call: ast.Call | None, file: TestFile) -> Iterator[Hit]:
        dotted = file.dotted(name)
        if dotted not in _MARKS or (call is not None and _says_why(call, dotted)):
            return
        if dotted == "pytest.mark.xfail" and _is_strict(call, file):
            return
        wrong = keyword(call, "message", "msg", "why", "comment") if call is not None else None
        if wrong is not None:
            text = f"pytest does not read the reason {source_of(wrong)} here: it wants it as reason="
            yield Hit(call or name, text, cure="Give the reason as reason=.")
            return
        yield Hit(call or name, f"the test {_MARKS[dotted]} by {dotted.removeprefix('pytest.')} and no reason is given")


def _is_alias(node: ast.Attribute) -> bool:
    """Whether it only gives the mark a shorter name."""
    around = parent_of(node)
    return isinstance(around, ast.Assign) and any(getattr(one, "id", "") == node.attr for one in around.targets)


def _is_explained(node: ast.expr, unit: Unit, file: TestFile) -> bool:
    """Whether people are told why, though pytest is not: a comment on the line or the one above, the docstring, the error
    that is expected."""
    own, above = file.lines[node.lineno - 1], file.lines[node.lineno - 2] if node.lineno > 1 else ""
    if any(not _MACHINE.match(one) for one in own.partition("#")[2:] if one) or above.lstrip().startswith("#"):
        return True
    if isinstance(node, ast.Call) and dotted_name(keyword(node, "raises")) == "NotImplementedError":
        return True
    if re.search(r"skip|xfail", unit.name):
        return True  # a test about such marks
    documented = ast.get_docstring(unit.node) if unit.node else None
    return documented is not None and _TROUBLE.search(documented) is not None


def _is_called(node: ast.AST) -> bool:
    around = parent_of(node)
    return isinstance(around, ast.Call) and around.func is node


def _says_why(call: ast.Call, dotted: str) -> bool:
    if dotted == "pytest.mark.skip" and call.args:
        return constant(call.args[0]) != ""
    if dotted == "pytest.mark.skipif" and call.args and text_of(call.args[0]):
        return True  # a condition as text is shown as the reason
    return _reason(call, "reason") or any(given.arg is None for given in call.keywords)


def _reason(call: ast.Call, *names: str) -> bool:
    given = keyword(call, *names)
    return given is not None and constant(given) != "" and not (isinstance(given, ast.Constant) and given.value is None)


def _is_strict(call: ast.Call | None, file: TestFile) -> bool:
    own = keyword(call, "strict") if call is not None else None
    if own is not None:
        return constant(own) is not False
    settings = file.codebase.survey.options.settings
    return any(settings.get(key, "").lower() == "true" for key in ("xfail_strict", "strict_xfail", "strict"))
