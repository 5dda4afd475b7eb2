"""ET205: every part that the code under test works with is replaced."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...model import Finding, FindingState
from ..doubles import doubles_of
from ..evidence import Evidence
from ..origin import Origin, Party
from ..own_doubles import stands_in
from ..rule import Bad, Good, Hit, Mode, TestRule
from ..subject import own_calls
from ..symbols import SymbolKind
from ..syntax import dotted_name
from ..testfile import TestFile
from ..unit import Unit
from ..weighing import by_own_lines

__all__ = ["OverMocked"]

_FEWEST = 3
"""Replaced parts from which nothing but the glue between them is left."""
_APP = {
    "src/app/__init__.py": "",
    "src/app/orders.py": (
        "def check(order):\n    return bool(order)\n\n\ndef price(order):\n    return len(order)\n\n\n"
        "def save(order, total):\n    return order, total\n\n\n"
        "def process(order):\n    if not check(order):\n        return None\n    return save(order, price(order))\n\n\n"
        "class Shop:\n    def check(self, order):\n        return bool(order)\n\n    def price(self, "
        "order):\n        return 1\n\n"
        "    def save(self, order, total):\n        return order, total\n\n"
        "    def process(self, order):\n        self.check(order)\n        return self.save(order, self.price(order))\n"
    ),
}


class OverMocked(TestRule):
    """Every function of the project's that the code under test calls is replaced by a double, three or more of them.

    What is left is the glue: the test repeats in mocks how the function is built, and none of the work that the function
    is there for is done. It cannot notice a wrong price, a refused order or a row that is not saved.

    Do instead: let the parts run, and replace what lies beyond the project's boundary; if the parts cannot run in a test,
    they want another shape.

    Stays silent: one of the parts is real; parts that are boundaries; fewer than three parts; code whose parts cannot be
    found in its text.
    """

    code = "ET205"
    name = "over-mocked"
    mode = Mode.BOTH
    cure = "Let the parts run, and replace only what lies beyond the project's boundary."
    bad = (
        Bad(
            "from unittest.mock import patch\nfrom app.orders import process\n\n\n@patch('app.orders.save')\n"
            "@patch('app.orders.price')\n@patch('app.orders.check')\ndef test_process(check, price, save):  # flagged\n"
            "    save.return_value = 7\n    assert process(['a']) == 7\n",
            files=_APP,
        ),
        Bad(
            "from app.orders import Shop\n\n\ndef test_process(mocker):  # flagged\n    shop = Shop()\n"
            "    mocker.patch.object(shop, 'check')\n    mocker.patch.object(Shop, 'price')\n"
            "    save = mocker.patch.object(Shop, 'save')\n    assert shop.process(['a']) is save.return_value\n",
            files=_APP,
        ),
    )
    good = (
        Good(
            "from unittest.mock import patch\nfrom app.orders import process\n\n\n@patch('app.orders.save')\n"
            "@patch('app.orders.check')\ndef test_process(check, save):\n    save.return_value = 7\n"
            "    assert process(['a']) == 7\n",
            "the price is real",
            files=_APP,
        ),
        Good(
            "from unittest.mock import patch\nfrom app.orders import check, process\n\n\n@patch('app.orders.save')\n"
            "@patch('app.orders.price')\n@patch('app.orders.check')\ndef test_check(one, two, three):\n    "
            "assert check(['a'])\n",
            "what the test calls has no parts",
            files=_APP,
        ),
        Good(
            "from unittest.mock import patch\n\n\n@patch('app.orders.save')\n@patch('app.orders.price')\n"
            "@patch('app.orders.check')\ndef test_page(one, two, three, client):\n    assert "
            "client.get('/').status_code == 200\n",
            "nobody can say what runs behind the page",
            files=_APP,
        ),
    )

    def judge(self, test: Unit, file: TestFile) -> Iterator[Hit]:
        """Tests whose only subject has nothing real left."""
        doubles = {one.origin.dotted for one in doubles_of(test) if one.origin.party is Party.FIRST and stands_in(one)}
        if len(doubles) < _FEWEST:
            return
        subjects = {
            call.origin.dotted: call.origin for call in own_calls(test) if call.origin.kind is SymbolKind.FUNCTION
        }
        if len(subjects) != 1:
            return
        subject = next(iter(subjects.values()))
        parts = set(_parts(subject, file))
        if len(parts) >= _FEWEST and parts <= doubles:
            names = ", ".join(sorted(part.rpartition(".")[2] for part in parts))
            yield Hit(test.node or file.tree, f"replaces all {len(parts)} parts of {subject}: {names}")

    def weigh(self, finding: Finding, evidence: Evidence) -> FindingState:
        """Withdrawn where enough of the project's own lines ran all the same, confirmed where hardly any did."""
        return by_own_lines(finding, evidence)


def _parts(subject: Origin, file: TestFile) -> Iterator[str]:
    """The first-party functions, methods and classes that the subject calls, by dotted name."""
    node = subject.node
    if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        return
    around = subject.dotted.rpartition(".")[0]
    for call in ast.walk(node):
        if not isinstance(call, ast.Call):
            continue
        written = dotted_name(call.func)
        if written.startswith("self.") and around != subject.module:
            found = file.codebase.resolve(f"{around}.{written.removeprefix('self.')}", file.base)
        elif written and not written.startswith("self."):
            found = file.codebase.resolve(f"{subject.module}.{written}", file.base)
        else:
            continue
        if found.party is Party.FIRST and found.kind in (SymbolKind.FUNCTION, SymbolKind.CLASS):
            yield found.dotted
