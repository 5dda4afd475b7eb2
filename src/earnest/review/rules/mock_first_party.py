"""ET202: a double replaces the project's own code."""

from __future__ import annotations

from collections.abc import Iterator

from ...model import Finding, FindingState
from ..double import is_mock_call
from ..evidence import Evidence
from ..injection import Injected, injected
from ..own_doubles import calls_that_meet, is_judged, is_port, own_doubles, shown
from ..repositories import is_permitted
from ..rule import Bad, FileRule, Good, Hit, Mode
from ..syntax import last_name
from ..testfile import TestFile
from ..unit import Unit, UnitKind
from ..weighing import by_replaced

__all__ = ["MockFirstParty"]

_WORDS = ("patch", "Mock", "setattr", "mocker", "dependency_overrides")
_PROJECT = "[project]\nname = 'app'\nversion = '1'\n"
_APP = {
    "src/app/__init__.py": "",
    "src/app/mail.py": (
        "import smtplib\n\n\ndef deliver(to, text):\n    with smtplib.SMTP('mail.example.com') as server:\n"
        "        server.sendmail('us', to, text)\n"
    ),
    "src/app/orders.py": (
        "from app.mail import deliver\nfrom app.prices import total\n\nLIMIT = 10\n\n\nclass Store:\n"
        "    def save(self, order):\n        self.orders.append(order)\n\n\n"
        "class Shop:\n    def __init__(self, store: Store) -> None:\n        self.store = store\n\n"
        "    def order(self, items):\n        self.store.save(items)\n        deliver('us', str(total(items)))\n"
        "        return total(items)\n"
    ),
    "src/app/prices.py": "def total(items):\n    return sum(items)\n",
}


class MockFirstParty(FileRule):
    """A mock, a lambda or a fake function takes the place of the project's own function, method or class.

    The part that is replaced and the part that is tested can drift apart without any test noticing: the mock accepts what
    the real code would refuse, and returns what it would never return. Such tests are green while production is broken,
    and red when somebody only moves code.

    Do instead: let the real code run, with a real database or file where it needs one, and replace what lies beyond the
    project's boundary: the mail provider, the payment service, the clock.

    Stays silent: targets that belong to a third party or to the standard library, also when they are patched through a
    module of yours (`app.orders.requests.get`); boundaries, which are modules whose only job is to wrap a client, small
    functions that call one, and what `[tool.earnest] boundaries` names; settings, constants and loggers; interfaces
    (protocols and abstract classes); spies and doubles that call the original; a real object put in place of another; with
    the profile `layered`, repositories of which some test makes the real one.
    """

    code = "ET202"
    name = "mock-first-party"
    mode = Mode.BOTH
    cure = "Let the real code run, and replace only what lies beyond the project's boundary."
    bad = (
        Bad(
            "from unittest.mock import patch\nfrom app.orders import Shop, Store\n\n\n"
            "@patch('app.orders.total')  # flagged\ndef test_order(total):\n"
            "    total.return_value = 3\n    assert Shop(Store()).order([1, 2]) == 3\n",
            files=_APP,
        ),
        Bad(
            "from unittest.mock import AsyncMock\nimport pytest\nfrom app.orders import Shop\n\n\n"
            "@pytest.fixture\ndef store():\n    return AsyncMock()  # flagged\n\n\n"
            "@pytest.fixture\ndef shop(store):\n    return Shop(store=store)\n\n\n"
            "def test_order(shop):\n    assert shop.order([1, 2]) == 3\n",
            files=_APP,
        ),
        Bad(
            "from app import orders\n\n\ndef test_order(monkeypatch):\n    def fake(items):\n        return 3\n\n"
            "    monkeypatch.setattr(orders, 'total', fake)  # flagged\n"
            "    monkeypatch.setattr('app.orders.Store.save', lambda self, order: None)  # flagged\n"
            "    assert orders.Shop(orders.Store()).order([1, 2]) == 3\n",
            files=_APP,
        ),
    )
    good = (
        Good(
            "from app.orders import Shop, Store\n\n\ndef test_order(mocker):\n    sent = mocker.patch('app.orders.deliver')\n"
            "    assert Shop(Store()).order([1, 2]) == 3\n    sent.assert_called_once_with('us', '3')\n",
            "app.mail only wraps smtplib: it is the boundary",
            files=_APP,
        ),
        Good(
            "from app import orders\n\n\ndef test_order(monkeypatch):\n    monkeypatch.setattr(orders, 'LIMIT', 1)\n"
            "    assert orders.Shop(orders.Store()).order([1]) == 1\n",
            "a setting gets another value",
            files=_APP,
        ),
        Good(
            "from unittest.mock import patch\nfrom app import orders\n\n\ndef test_order():\n"
            "    with patch('app.orders.total', wraps=orders.total) as spy:\n"
            "        assert orders.Shop(orders.Store()).order([1]) == 1\n    assert spy.called\n",
            "the original runs behind the spy",
            files=_APP,
        ),
        Good(
            "from unittest.mock import Mock\nfrom app.fakes import FakeStore\nfrom app.orders import Shop\n\n\n"
            "def test_order():\n    store = FakeStore()\n    store.save = Mock(side_effect=OSError)\n"
            "    assert Shop(store).order([]) == 0\n",
            "what is replaced is a part of a stand-in",
            files={
                **_APP,
                "src/app/fakes.py": "class FakeStore:\n    def save(self, order):\n        self.last = order\n",
            },
        ),
        Good(
            "from unittest.mock import MagicMock\nfrom app.orders import Shop\n\n\ndef test_order(gateway):\n"
            "    assert Shop(MagicMock()).order([1]) == 1\n",
            "the settings say that the store is a boundary",
            files={
                **_APP,
                "pyproject.toml": f"{_PROJECT}\n[tool.earnest]\nboundaries = ['app.orders.Store']\n",
            },
        ),
        Good(
            "from unittest.mock import MagicMock\nfrom app.orders import Shop, Store\n\n\ndef test_order():\n"
            "    assert Shop(MagicMock()).order([1]) == 1\n\n\ndef test_store():\n    assert Store().save([1]) is None\n",
            "the profile is `layered`, and another test runs the real store",
            files={
                **_APP,
                "pyproject.toml": f"{_PROJECT}\n[tool.earnest.review]\nprofile = 'layered'\n",
            },
        ),
    )

    def read(self, file: TestFile) -> Iterator[Hit]:
        """Each replacement in tests, fixtures and helpers once, and each mock that is handed to first-party code."""
        if not any(word in file.text for word in _WORDS):
            return
        seen: set[int] = set()
        for unit in file.units:
            for double in own_doubles(unit):
                if id(double.node) in seen or is_permitted(double.origin, file.codebase):
                    continue
                seen.add(id(double.node))
                if unit.kind is UnitKind.TEST and any(is_judged(call, unit) for call in calls_that_meet(double, unit)):
                    continue  # ET201 says more
                yield Hit(
                    double.node,
                    f"puts {shown(double)} in the place of {double.origin}, which is yours",
                    unit,
                    clue=double.target,
                )
            if "Mock" in file.text or "mocker" in file.text:
                yield from _handed(unit, file, seen)

    def weigh(self, finding: Finding, evidence: Evidence) -> FindingState:
        """Withdrawn where what the test found at the place of its patch was not the project's own."""
        return by_replaced(finding, evidence)


def _handed(unit: Unit, file: TestFile, seen: set[int]) -> Iterator[Hit]:
    for mock in injected(unit):
        if id(mock.node) in seen or is_port(mock.origin) or is_permitted(mock.origin, file.codebase):
            continue
        seen.add(id(mock.node))
        yield Hit(mock.node, _message(mock), unit if is_mock_call(mock.node, unit) else None)


def _message(mock: Injected) -> str:
    name = last_name(mock.made.func)
    article = "an" if name[:1] in "AEIOUaeiou" else "a"
    return f"hands {article} {name} to {mock.receiver.dotted} in the place of {mock.origin}, which is yours"
