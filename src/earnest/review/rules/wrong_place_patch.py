"""ET210: a patch has no effect, since the code under test imported the name before."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from ...model import Finding, FindingState
from ..double import Double
from ..doubles import doubles_in, doubles_of
from ..evidence import Evidence
from ..origin import Party
from ..rule import Bad, Good, Hit, Mode, TestRule
from ..subject import own_calls
from ..symbols import SymbolKind
from ..testfile import TestFile
from ..unit import Unit
from ..weighing import by_touch

__all__ = ["WrongPlacePatch"]

_APP = {
    "src/app/__init__.py": "",
    "src/app/clients.py": "import smtplib\n\n\ndef deliver(to):\n    smtplib.SMTP('localhost').sendmail('us', to, 'x')\n",
    "src/app/orders.py": "from app.clients import deliver\n\n\ndef order(item):\n    deliver('us')\n    return item\n",
    "src/app/late.py": "def order(item):\n    from app.clients import deliver\n\n    deliver('us')\n    return item\n",
    "src/app/whole.py": "from app import clients\n\n\ndef order(item):\n    clients.deliver('us')\n    return item\n",
}


class WrongPlacePatch(TestRule):
    """A patch replaces a name in one module, while the code under test holds the same object under a name of its own.

    `from app.clients import deliver` copies the reference. Patching `app.clients.deliver` afterwards changes nothing for
    whoever copied it: the real function runs, sends the real mail, and the test believes that it does not.

    Do instead: patch where the name is used: `app.orders.deliver`.

    Stays silent: methods of classes, which are looked up when they are called; modules that import inside the function or
    that call through the module (`clients.deliver()`); tests that also call something in the patched module; names that
    are patched in the using module as well.
    """

    code = "ET210"
    name = "wrong-place-patch"
    mode = Mode.BOTH
    cure = "Patch the name in the module that uses it."
    bad = (
        Bad(
            "from unittest.mock import patch\nfrom app.orders import order\n\n\n@patch('app.clients.deliver')  # flagged\n"
            "def test_order(deliver):\n    assert order('a') == 'a'\n",
            files=_APP,
        ),
        Bad(
            "from app import clients, orders\n\n\ndef test_order(monkeypatch):\n"
            "    monkeypatch.setattr(clients, 'deliver', lambda to: None)  # flagged\n    assert orders.order('a') == 'a'\n",
            files=_APP,
        ),
    )
    good = (
        Good(
            "from unittest.mock import patch\nfrom app.orders import order\n\n\n@patch('app.orders.deliver')\n"
            "def test_order(deliver):\n    assert order('a') == 'a'\n",
            "it patches where the name is used",
            files=_APP,
        ),
        Good(
            "from unittest.mock import patch\nfrom app.late import order\n\n\n@patch('app.clients.deliver')\n"
            "def test_order(deliver):\n    assert order('a') == 'a'\n",
            "the function imports the name when it runs",
            files=_APP,
        ),
        Good(
            "from unittest.mock import patch\nfrom app.whole import order\n\n\n@patch('app.clients.deliver')\n"
            "def test_order(deliver):\n    assert order('a') == 'a'\n",
            "the module calls through the module",
            files=_APP,
        ),
        Good(
            "from unittest.mock import patch\nfrom app.orders import order\n\n\n@patch('app.clients.deliver')\n"
            "@patch('app.orders.deliver')\ndef test_order(deliver, other):\n    assert order('a') == 'a'\n",
            "the name is patched where it is used as well",
            files=_APP,
        ),
    )

    def judge(self, test: Unit, file: TestFile) -> Iterator[Hit]:
        """The test's patches of module attributes that every module it calls has copied."""
        for double in doubles_in(test):
            place, _, name = double.target.rpartition(".")
            if double.technique not in ("patch", "patch.object", "setattr") or double.origin.dotted == "" or not place:
                continue
            if double.origin.party in (Party.UNKNOWN, Party.TEST) or double.origin.kind is SymbolKind.MODULE:
                continue
            holder = file.codebase.file_of(place, file.base)
            if not holder or file.codebase.is_test(holder):
                continue
            user = _copied_by(double, holder, name, test)
            if user:
                yield Hit(
                    double.node,
                    f"patches `{name}` in {place}, but {user} has imported it by name and keeps the original",
                    clue=double.target,
                )

    def weigh(self, finding: Finding, evidence: Evidence) -> FindingState:
        """Withdrawn when a run saw the double being used, confirmed when nothing touched it."""
        return by_touch(finding, evidence)


def _copied_by(double: Double, holder: str, name: str, test: Unit) -> str:
    """The module under test that has a copy of the name, if none of those that the test calls can meet the double."""
    codebase, file = test.file.codebase, test.file
    found = ""
    for call in own_calls(test):
        user = call.origin.file
        if not user or user == holder or codebase.is_test(user):
            return ""
        if user == found:
            continue
        symbol = codebase.symbols(user).names.get(name)
        if symbol is None or symbol.kind is not SymbolKind.IMPORT:
            return ""
        if file.codebase.resolve(symbol.target, file.base).dotted != double.origin.dotted:
            return ""
        found = found or user
    source = codebase.source(found) if found else None
    if source is None or holder.endswith("/") or _is_used(codebase.tree(holder), name):
        return ""  # others may meet the double through functions of the patched module
    if re.search(rf"\.{re.escape(name)}\b", source.text) or not _is_used(codebase.tree(found), name):
        return ""
    module = codebase.module_of(found)
    return "" if any(one.target == f"{module}.{name}" for one in doubles_of(test)) else module


def _is_used(tree: ast.Module | None, name: str) -> bool:
    if tree is None:
        return False
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    return any(isinstance(node, ast.Name) and node.id == name for function in functions for node in ast.walk(function))
