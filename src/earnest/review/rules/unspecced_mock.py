"""ET207: a mock at the project's boundary accepts calls that the real function would refuse."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...model import TextEdit
from ..doubles import doubles_in
from ..origin import Party
from ..own_doubles import stands_in
from ..rule import Bad, FileRule, Good, Hit, Standing
from ..syntax import keyword, last_name
from ..testfile import TestFile

__all__ = ["UnspeccedMock"]

_APP = {
    "src/app/__init__.py": "",
    "src/app/mail.py": (
        "import smtplib\n\n\ndef deliver(to, text):\n    with smtplib.SMTP('mail.example.com') as server:\n"
        "        server.sendmail('us', to, text)\n\n\ndef ping():\n    smtplib.SMTP('mail.example.com').noop()\n"
    ),
    "src/app/orders.py": "from app.mail import deliver\n\n\ndef order(item):\n    deliver('us', item)\n    return item\n",
}


class UnspeccedMock(FileRule):
    """A function at the project's boundary is replaced by a mock that accepts any arguments.

    When the real function gets another parameter, or loses one, the test goes on calling the old one and stays green;
    production fails with a TypeError. Off unless selected: nearly every patch that was ever written is one.

    Do instead: `autospec=True`, which makes the mock refuse what the real function would refuse.

    Stays silent: where the target cannot be found in the project's text; functions without parameters; `spec`,
    `autospec`, `new_callable` and replacements of your own; doubles of the project's own code, of which ET202 speaks.
    """

    code = "ET207"
    name = "unspecced-mock"
    standing = Standing.OPT_IN
    cure = "Give it `autospec=True`, so that it refuses what the real function would refuse."
    bad = (
        Bad(
            "from unittest.mock import patch\nfrom app.orders import order\n\n\n"
            "@patch('app.orders.deliver')  # flagged\ndef test_order(deliver):\n    assert order('a') == 'a'\n",
            files=_APP,
            fixed="from unittest.mock import patch\nfrom app.orders import order\n\n\n"
            "@patch('app.orders.deliver', autospec=True)  # flagged\ndef test_order(deliver):\n    assert order('a') == 'a'\n",
        ),
        Bad(
            "from app import orders\n\n\ndef test_order(mocker):\n"
            "    mocker.patch.object(orders, 'deliver', return_value=None)  # flagged\n    assert orders.order('a') == 'a'\n",
            files=_APP,
            fixed="from app import orders\n\n\ndef test_order(mocker):\n"
            "    mocker.patch.object(orders, 'deliver', return_value=None, autospec=True)  # flagged\n"
            "    assert orders.order('a') == 'a'\n",
        ),
    )
    good = (
        Good(
            "from unittest.mock import patch\nfrom app.orders import order\n\n\n"
            "@patch('app.orders.deliver', autospec=True)\ndef test_order(deliver):\n    assert order('a') == 'a'\n",
            "it is held to the real signature",
            files=_APP,
        ),
        Good(
            "from unittest.mock import patch\nfrom app.orders import order\n\n\n"
            "@patch('app.mail.ping')\ndef test_order(ping):\n    assert order\n",
            "there are no parameters that could change unnoticed by the mock",
            files=_APP,
        ),
        Good(
            "from unittest.mock import patch\nfrom app.orders import order\n\n\n"
            "@patch('app.mail.nothing_known')\n@patch('requests.get')\ndef test_order(get, known):\n    assert order\n",
            "the targets cannot be found in the project's text",
            files=_APP,
        ),
    )

    def read(self, file: TestFile) -> Iterator[Hit]:
        """Patches of boundary functions that say nothing about the signature."""
        if "patch" not in file.text:
            return
        seen: set[int] = set()
        for unit in file.units:
            for double in doubles_in(unit):
                call = double.node
                if (
                    id(call) in seen
                    or double.specified
                    or double.replacement is not None
                    or not isinstance(call, ast.Call)
                ):
                    continue
                seen.add(id(call))
                if double.technique not in ("patch", "patch.object") or double.origin.party is not Party.BOUNDARY:
                    continue
                if stands_in(double) and _has_parameters(double.origin.node) and keyword(call, "new_callable") is None:
                    _start, end = file.span(call)
                    edit = TextEdit(end - 1, end - 1, ", autospec=True")
                    fix = (edit,) if not file.text[: end - 1].rstrip().endswith(",") else ()
                    yield Hit(call, f"the mock of {double.origin} accepts any arguments", unit, fix=fix)


def _has_parameters(node: ast.AST | None) -> bool:
    """Whether it is a plain function or method with parameters: of properties and the like there is no signature."""
    if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        return False
    if any("property" in last_name(one) for one in node.decorator_list):
        return False
    given = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
    return len([one for one in given if one.arg not in ("self", "cls")]) > 0
