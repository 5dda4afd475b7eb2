"""ET106: the only thing a test asks of a result is that there is one."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ..oracles import Oracle, OracleKind, assertions_of, oracles_of
from ..origin import Origin
from ..reads import call_behind
from ..returns import is_always_true, is_never_none
from ..rule import Bad, Good, Hit, TestRule
from ..syntax import constant, last_name, source_of
from ..testfile import TestFile
from ..unit import Unit

__all__ = ["ExistenceOnly"]

_APP = (
    "from dataclasses import dataclass\n\n\n@dataclass\nclass User:\n    email: str\n\n\nclass UserService:\n"
    "    def register(self, email: str) -> User:\n        return User(email)\n\n"
    "    def find(self, email: str) -> User | None:\n        return None\n\n"
    "    def is_known(self, email: str) -> bool:\n        return False\n"
)


class ExistenceOnly(TestRule):
    """A test asks of a result only that it is not None, and it never can be None.

    `assert user is not None` after `user = service.register(...)` holds for every user with any name, any mail address
    and any rights, since `register` always returns one. The test runs the code and then looks away; only an exception
    can make it fail.

    Do instead: assert on what the result holds, and on what the call left behind: the row, the mail, the file.

    Stays silent: where the called function may return None (or something false), since then the assertion tells two
    cases apart; where its text cannot be found; where anything else is checked in the test.
    """

    code = "ET106"
    name = "existence-only"
    cure = "Assert on what the result holds, and on what the call left behind."
    bad = (
        Bad(
            "from app.users import UserService\n\n\ndef test_registers():  # flagged\n    service = UserService()\n"
            "    user = service.register('ada@example.com')\n    assert user is not None\n",
            files={"src/app/users.py": _APP},
        ),
        Bad(
            "import unittest\n\nfrom app.users import UserService\n\n\nclass TestUsers(unittest.TestCase):\n"
            "    def test_registers(self):  # flagged\n"
            "        self.assertIsNotNone(UserService().register('ada@example.com'))\n",
            files={"src/app/users.py": _APP},
        ),
        Bad(
            "from app.users import UserService\n\n\ndef test_makes_a_service():  # flagged\n    service = UserService()\n"
            "    assert service\n",
            files={"src/app/users.py": _APP},
        ),
    )
    good = (
        Good(
            "from app.users import UserService\n\n\ndef test_a():\n    assert UserService().find('ada') is not None\n",
            "`find` may return None",
            files={"src/app/users.py": _APP},
        ),
        Good(
            "from app.users import UserService\n\n\ndef test_a():\n    assert UserService().is_known('ada')\n",
            "the truth is the answer",
            files={"src/app/users.py": _APP},
        ),
        Good(
            "from app.users import UserService\n\n\ndef test_a():\n    user = UserService().register('ada')\n"
            "    assert user is not None\n    assert user.email == 'ada'\n",
            "something else is checked",
            files={"src/app/users.py": _APP},
        ),
        Good(
            "def test_a(service):\n    user = service.register('ada')\n    assert user is not None\n",
            "nobody knows what `register` returns",
        ),
    )

    def judge(self, test: Unit, file: TestFile) -> Iterator[Hit]:
        """Tests all of whose oracles ask for the existence of what surely exists."""
        shown: ast.expr | None = None
        behind: Origin | None = None
        assertions = list(assertions_of(test))
        if any(_subject(one)[0] is None for one in assertions):
            return
        for oracle in assertions:
            subject, truth = _subject(oracle)
            call = call_behind(test, subject)
            if subject is None or call is None:
                return
            origin = _called(call, test)
            sure = is_always_true(origin, file.codebase) if truth else is_never_none(origin, file.codebase)
            if not sure:
                return
            shown, behind = shown or oracle.test or subject, behind or origin
        if shown is None or behind is None or test.node is None or len(oracles_of(test)) > len(assertions):
            return
        yield Hit(test.node, f"asks only for {source_of(shown, 40)}, and {behind} never returns anything else")


def _subject(oracle: Oracle) -> tuple[ast.expr | None, bool]:
    """What must exist, and whether its truth is asked rather than its not being None."""
    node, test = oracle.node, oracle.test
    if oracle.kind is OracleKind.UNITTEST and isinstance(node, ast.Call) and node.args:
        name = last_name(node.func)
        return (node.args[0], name == "assertTrue") if name in ("assertIsNotNone", "assertTrue") else (None, False)
    if isinstance(test, ast.Name | ast.Call | ast.Await):
        return test, True
    if isinstance(test, ast.Compare) and len(test.ops) == 1 and isinstance(test.ops[0], ast.IsNot | ast.NotEq):
        nothing = isinstance(test.comparators[0], ast.Constant) and constant(test.comparators[0]) is None
        return (test.left if nothing else None), False
    return None, False


def _called(call: ast.Call, unit: Unit) -> Origin:
    """The function behind a call, also where its owner is made on the spot: `UserService().register(...)`."""
    function = call.func
    if isinstance(function, ast.Attribute) and isinstance(function.value, ast.Call):
        owner = unit.file.origin_in(unit, function.value.func)
        return unit.file.origin(f"{owner.dotted}.{function.attr}" if isinstance(owner.node, ast.ClassDef) else "")
    return unit.file.origin_in(unit, function)
