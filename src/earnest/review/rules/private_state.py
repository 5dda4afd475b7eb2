"""ET302: a test asserts on a private attribute of the project's objects."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ..origin import Origin, Party
from ..privacy import is_private
from ..rule import Bad, FileRule, Good, Hit
from ..symbols import SymbolKind
from ..syntax import last_name
from ..testfile import TestFile
from ..unit import Unit
from ..walk import parent_of

__all__ = ["PrivateState"]

_CART = {
    "src/app/cart.py": (
        "_open = {}\n_LIMIT = 3\n\n\n"
        "class Cart:\n"
        "    def __init__(self):\n"
        "        self._items = []\n"
        "        self.owner = None\n\n"
        "    def add(self, item):\n"
        "        self._items.append(item)\n\n"
        "    @property\n"
        "    def total(self):\n"
        "        return len(self._items)\n"
    )
}


class PrivateState(FileRule):
    """An assertion looks at an attribute of the project's own object whose name begins with an underscore.

    How an object keeps its state is its own affair. Rename the attribute, compute it later, move it to a cache: such a
    test fails although every promise is kept. And it passes when the state is right but what users read of it is not.

    Do instead: assert what the object's public methods and properties show, or what it does next. Where no public view
    exists, ask who would notice a wrong value; that is the place to look.

    Stays silent: when the attribute is read but not asserted; on documented names such as `_fields` and `_meta`; on
    constants (`_LIMIT`), which are no state; on attributes of the suite's own classes, of other projects, and where the
    text does not tell whose object it is."""

    code = "ET302"
    name = "private-state"
    cure = "Assert what the public methods and properties show."
    bad = (
        Bad(
            "from app.cart import Cart\n\n\ndef test_add():\n    cart = Cart()\n    cart.add('tea')\n"
            "    assert cart._items == ['tea']  # flagged\n",
            _CART,
        ),
        Bad(
            "import unittest\nfrom app.cart import Cart\n\n\nclass CartTest(unittest.TestCase):\n"
            "    def test_add(self):\n        cart = Cart()\n        cart.add('tea')\n"
            "        self.assertEqual(len(cart._items), 1)  # flagged\n",
            _CART,
        ),
        Bad(
            "from app import cart\n\n\ndef test_closed():\n    assert not cart._open  # flagged\n",
            _CART,
        ),
    )
    good = (
        Good(
            "from app.cart import Cart\n\n\ndef test_add():\n    cart = Cart()\n    cart.add('tea')\n"
            "    assert cart.total == 1\n",
            "it asserts what users see",
            _CART,
        ),
        Good(
            "from app.cart import Cart\n\n\ndef test_add():\n    cart = Cart()\n    cart._items.append('tea')\n"
            "    assert cart.total == 1\n",
            "the attribute is no part of an assertion",
            _CART,
        ),
        Good(
            "class Fake:\n    def __init__(self):\n        self._calls = []\n\n\ndef test_calls(point):\n"
            "    assert Fake()._calls == []\n    fake = Fake()\n    assert fake._calls == []\n"
            "    assert point._fields == ('x', 'y')\n",
            "the suite's own fake, and a documented name",
        ),
        Good(
            "from app import cart\n\n\ndef test_limit(full):\n    assert len(full) == cart._LIMIT\n",
            "a constant is no state",
            _CART,
        ),
        Good(
            "def test_cart(cart):\n    assert cart._items == []\n",
            "nobody can tell whose cart this is",
        ),
    )

    def read(self, file: TestFile) -> Iterator[Hit]:
        """At most one hit for each assertion."""
        if "._" in file.text:
            for test in file.tests:
                yield from self._assertions(test, file)

    def _assertions(self, test: Unit, file: TestFile) -> Iterator[Hit]:
        told: set[int] = set()
        for attribute in test.of(ast.Attribute):
            if attribute.attr[0] != "_" or not is_private(attribute.attr) or not isinstance(attribute.ctx, ast.Load):
                continue
            assertion = _assertion(attribute)
            if assertion is None or id(assertion) in told:
                continue
            origin = file.origin_in(test, attribute)
            if _is_state(origin):
                told.add(id(assertion))
                yield Hit(attribute, f"asserts on {origin}, which is private to your code", test)


def _is_state(origin: Origin) -> bool:
    ours = origin.party in (Party.FIRST, Party.BOUNDARY)
    name = origin.dotted.rpartition(".")[2]
    return ours and not name.isupper() and origin.kind is SymbolKind.VALUE and is_private(name)


def _assertion(attribute: ast.Attribute) -> ast.AST | None:
    """The assert statement or `self.assert…` call around the expression; None where it is no part of one."""
    node: ast.AST | None = attribute
    while node is not None and not isinstance(node, ast.stmt):
        node = parent_of(node)
        if isinstance(node, ast.Call) and last_name(node.func).startswith("assert"):
            return node
    return node if isinstance(node, ast.Assert) else None
