"""ET212: something is replaced by assignment and never put back."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ..double import Double
from ..doubles import doubles_in, doubles_of
from ..origin import Party
from ..own_doubles import shown
from ..rule import Bad, FileRule, Good, Hit, Standing
from ..symbols import SymbolKind
from ..syntax import dotted_name, last_name
from ..testfile import TestFile
from ..unit import Unit, UnitKind

__all__ = ["UnrestoredReplacement"]

_SET_UP = frozenset({"setUp", "setup_method", "asyncSetUp", "setUpClass", "setup_class"})
_APP = {
    "src/app/__init__.py": "",
    "src/app/mail.py": (
        "class Client:\n    def send(self, to):\n        return to\n\n\ndef deliver(to):\n    return Client().send(to)\n"
    ),
}


class UnrestoredReplacement(FileRule):
    """A test assigns a mock or a fake to a module or class, and nothing puts the original back.

    The replacement outlives the test. Whichever tests run behind it in the same process meet the fake, pass or fail by it,
    and behave otherwise when run alone, in another order, or on another worker.

    Do instead: `monkeypatch.setattr(module, "name", fake)` or `patch.object`, which restore by themselves.

    Stays silent: an attribute of an object that the test made; an assignment back in the same test, in its fixture behind
    the `yield`, in a `tearDown` or in a `finally`; names that `monkeypatch` or `patch` holds as well; `addCleanup`.
    """

    code = "ET212"
    name = "unrestored-replacement"
    standing = Standing.PREVIEW
    cure = "Replace it by `monkeypatch.setattr(owner, name, fake)`, which puts the original back."
    bad = (
        Bad(
            "from unittest.mock import Mock\nfrom app import mail\n\n\ndef test_deliver():\n"
            "    mail.Client = Mock()  # flagged\n    mail.deliver('a')\n    assert mail.Client.called\n",
            files=_APP,
        ),
        Bad(
            "from app.mail import Client, deliver\n\n\ndef test_deliver():\n"
            "    Client.send = lambda self, to: 3  # flagged\n    assert deliver('a') == 3\n",
            files=_APP,
        ),
        Bad(
            "import time\nimport pytest\nfrom unittest.mock import Mock\n\n\n@pytest.fixture\ndef quick():\n"
            "    time.sleep = Mock()  # flagged\n\n\ndef test_a(quick):\n    assert time\n",
        ),
    )
    good = (
        Good(
            "from app.mail import Client\n\n\ndef test_send():\n    client = Client()\n"
            "    client.send = lambda to: 3\n    assert client.send('a') == 3\n",
            "the object is the test's own",
            files=_APP,
        ),
        Good(
            "from unittest.mock import Mock\nfrom app import mail\n\n\ndef test_deliver():\n    before = mail.Client\n"
            "    try:\n        mail.Client = Mock()\n        mail.deliver('a')\n    finally:\n        mail.Client = before\n",
            "it is put back",
            files=_APP,
        ),
        Good(
            "import time\nimport pytest\nfrom unittest.mock import Mock\n\n\n@pytest.fixture\ndef quick():\n"
            "    before = time.sleep\n    time.sleep = Mock()\n    yield\n    time.sleep = before\n\n\n"
            "def test_a(quick):\n    assert time\n",
            "the fixture puts it back",
        ),
        Good(
            "from unittest.mock import Mock, patch\nfrom app import mail\n\n\n@patch('app.mail.Client')\n"
            "def test_deliver(client):\n    mail.Client.send = Mock(return_value=3)\n    assert mail.deliver('a')\n",
            "the class itself is a mock for the time of the test",
            files=_APP,
        ),
    )

    def read(self, file: TestFile) -> Iterator[Hit]:
        """Assignments to modules and classes, outside of the file's own, without one back."""
        for unit in file.units:
            if unit.kind not in (UnitKind.TEST, UnitKind.FIXTURE) and unit.name not in _SET_UP:
                continue
            for double in doubles_in(unit):
                if double.technique == "assignment" and _lasts(double) and not _is_restored(double, file):
                    yield Hit(
                        double.node,
                        f"assigns {shown(double)} to {double.target}, and nothing puts {_short(double)} back",
                        unit,
                    )


def _short(double: Double) -> str:
    return f"`{double.target.rpartition('.')[2]}`"


def _owner(double: Double) -> ast.expr | None:
    node = double.node
    if isinstance(node, ast.Attribute):
        return node.value
    return node.args[0] if isinstance(node, ast.Call) else None


def _lasts(double: Double) -> bool:
    """Whether the owner outlives the test: a module or class that was imported by name."""
    owner, unit = _owner(double), double.unit
    first = dotted_name(owner).partition(".")[0]
    if not first or first in unit.assigned or first in unit.arguments or first not in unit.file.imports:
        return False
    origin = unit.file.origin(owner)
    if origin.party in (Party.THIRD, Party.STDLIB):
        written = dotted_name(owner)
        return (
            "." not in written and (last_name(owner)[:1].isupper() or _is_module_import(first, unit))
            if owner is not None
            else False
        )
    return origin.kind in (SymbolKind.CLASS, SymbolKind.MODULE) and origin.party in (Party.FIRST, Party.BOUNDARY)


def _is_module_import(name: str, unit: Unit) -> bool:
    return unit.file.imports[name] == name


def _is_restored(double: Double, file: TestFile) -> bool:
    """Whether something in the file puts the original back, or something that restores holds the name as well."""
    attribute = double.target.rpartition(".")[2]
    for unit in file.units:
        changes: list[ast.Assign | ast.Delete] = [*unit.of(ast.Assign), *unit.of(ast.Delete)]
        replacing = {id(one.node) for one in doubles_in(unit)}
        for change in changes:
            for target in change.targets:
                if dotted_name(target).endswith(f".{attribute}") and id(target) not in replacing:
                    return True
        for call in unit.calls("setattr", "delattr"):
            if call is not double.node and attribute in ast.dump(call):
                return True
        if unit is double.unit and unit.calls("addCleanup", "addfinalizer", "reload", "callback"):
            return True
    return any(_holds(one, double) for one in doubles_of(double.unit))


def _holds(other: Double, double: Double) -> bool:
    """Whether a double that is taken back covers the owner of this one, or the same name."""
    if other.technique == "assignment" or not other.target:
        return False
    return f"{double.target}.".startswith(f"{other.target}.") or f"{double.origin.dotted}.".startswith(
        f"{other.origin.dotted}."
    )
