"""ET108: a test of something that stores compares the answer with its own input, and never reads back."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from ...model import Finding, FindingState
from ..doubles import doubles_in
from ..evidence import Evidence
from ..oracles import Oracle, OracleKind, assertions_of, oracles_of
from ..origin import Party
from ..reads import call_behind
from ..rule import Bad, Good, Hit, Mode, Standing, TestRule
from ..subject import own_calls
from ..symbols import SymbolKind
from ..syntax import constant, dotted_name, last_name, source_of
from ..testfile import TestFile
from ..unit import Unit
from ..weighing import by_catching

__all__ = ["EchoOnly"]

_STORES = re.compile(r"^(?:async_)?(?:create|add|save|insert|store|register|persist|update|upsert|enroll)(?:_|$)")
_PLACE = re.compile(r"repo|store|storage|service|dao|manager|database|gateway", re.I)
_APP = (
    "class User:\n    def __init__(self, **data):\n        self.__dict__.update(data)\n\n\nclass UserRepository:\n"
    "    def create(self, data):\n        return User(**data)\n\n    def get(self, email):\n        return None\n"
)


class EchoOnly(TestRule):
    """A test of something that stores compares the answer with the test's own input, and never reads back.

    `user = repository.create({"email": "a@b.c"})` followed by `assert user.email == "a@b.c"` passes when `create` builds
    the object and forgets to store it: the answer is an echo of the question. What the method is for, that the user
    can be found afterwards, is not looked at.

    Do instead: read back through another way than the one that wrote, `repository.get("a@b.c")`, and compare that.

    Stays silent: when anything else is checked, read or replaced in the test, for constructors and plain functions, and when
    the evidence shows that the test catches changes of the method.
    """

    code = "ET108"
    name = "echo-only"
    mode = Mode.BOTH
    standing = Standing.DEFAULT
    cure = "Read back through another way than the one that wrote, and compare that."
    bad = (
        Bad(
            "from app.users import UserRepository\n\n\ndef test_creates_a_user():  # flagged\n"
            "    data = {'email': 'a@b.c', 'name': 'Ada'}\n    user = UserRepository().create(data)\n"
            "    assert user.email == 'a@b.c'\n",
            files={"src/app/users.py": _APP},
        ),
        Bad(
            "from app.users import UserRepository\n\n\nclass TestUsers:\n    def test_creates(self):  # flagged\n"
            "        repository = UserRepository()\n        user = repository.create({'email': 'a@b.c'})\n"
            "        assert user is not None\n        assert user.email == 'a@b.c'\n",
            files={"src/app/users.py": _APP},
        ),
    )
    good = (
        Good(
            "from app.users import UserRepository\n\n\ndef test_a():\n    repository = UserRepository()\n"
            "    repository.create({'email': 'a@b.c'})\n    assert repository.get('a@b.c').email == 'a@b.c'\n",
            "it reads back",
            files={"src/app/users.py": _APP},
        ),
        Good(
            "from app.users import User\n\n\ndef test_a():\n    user = User(email='a@b.c')\n    assert user.email == 'a@b.c'\n",
            "a constructor stores nothing elsewhere",
            files={"src/app/users.py": _APP},
        ),
        Good(
            "from app.users import UserRepository\n\n\ndef test_a():\n"
            "    user = UserRepository().create({'email': 'A@B.c'})\n    assert user.email == 'a@b.c'\n",
            "the answer differs from the input: the code made it",
            files={"src/app/users.py": _APP},
        ),
    )

    def judge(self, test: Unit, file: TestFile) -> Iterator[Hit]:
        """Tests with one storing call whose oracles all compare its result with what was handed in."""
        called = (one.func for one in test.of(ast.Call))
        if not any(isinstance(one, ast.Attribute) and _STORES.search(one.attr) for one in called):
            return
        if test.node is None or any(_compared(one) is None for one in assertions_of(test)):
            return
        oracles = oracles_of(test)
        echoes = [_compared(one) for one in oracles]
        call = next((call_behind(test, _root(pair[0])) for pair in echoes if pair), None)
        if call is None or not _stores(call, test):
            return
        inputs = {ast.dump(one) for one in _inputs(call, test)}
        seen = 0
        for pair in echoes:
            if pair is None or call_behind(test, _root(pair[0])) is not call:
                return
            if pair[1] is not None and not _is_input(pair[1], inputs):
                return
            seen += pair[1] is not None
        if not seen or _does_more(call, test) or doubles_in(test):
            return
        yield Hit(
            test.node,
            f"compares the answer of {source_of(call.func, 40)} with what the test handed in, and never reads back",
        )

    def weigh(self, finding: Finding, evidence: Evidence) -> FindingState:
        """Withdrawn where the test noticed a change: what comes back depends on the code after all."""
        return by_catching(finding, evidence)


def _compared(oracle: Oracle) -> tuple[ast.expr, ast.expr | None] | None:
    """The attribute or item that is looked at, and what it must equal; None there where it must merely exist."""
    node, test = oracle.node, oracle.test
    left: ast.expr | None = None
    right: ast.expr | None = None
    if oracle.kind is OracleKind.UNITTEST and isinstance(node, ast.Call) and node.args:
        name = last_name(node.func)
        if name == "assertEqual" and len(node.args) > 1:
            left, right = node.args[0], node.args[1]
        elif name == "assertIsNotNone":
            return node.args[0], None
    elif isinstance(test, ast.Compare) and len(test.ops) == 1:
        left, right = test.left, test.comparators[0]
        if isinstance(test.ops[0], ast.IsNot) and constant(right) is None:
            return left, None
        if not isinstance(test.ops[0], ast.Eq):
            return None
    if isinstance(left, ast.Attribute | ast.Subscript) and right is not None:
        return left, right
    return None


def _is_input(expected: ast.expr, inputs: set[str]) -> bool:
    """Whether the expected value was handed in: itself, or as an item or attribute of what was."""
    if ast.dump(expected) in inputs:
        return True
    return isinstance(expected, ast.Subscript | ast.Attribute) and ast.dump(expected.value) in inputs


def _root(node: ast.expr) -> ast.expr:
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    return node


def _stores(call: ast.Call, test: Unit) -> bool:
    """Whether the call runs a storing method of one of the project's stores."""
    if not isinstance(call.func, ast.Attribute) or not _STORES.search(call.func.attr):
        return False
    owner = call.func.value
    origin = test.file.origin_in(test, owner.func if isinstance(owner, ast.Call) else owner)
    return origin.party in (Party.FIRST, Party.BOUNDARY) and (
        origin.kind is SymbolKind.CLASS and bool(_PLACE.search(origin.dotted.rpartition(".")[2]))
    )


def _inputs(call: ast.Call, test: Unit) -> Iterator[ast.expr]:
    """The literals and names handed to the call, those in containers and in local containers too."""
    pending = [*call.args, *(given.value for given in call.keywords)]
    while pending:
        one = pending.pop()
        yield one
        if isinstance(one, ast.Starred):
            pending.append(one.value)
        elif isinstance(one, ast.Dict):
            pending += one.values
        elif isinstance(one, ast.List | ast.Tuple):
            pending += one.elts
        elif isinstance(one, ast.Call) and one is not call:
            pending += [*one.args, *(given.value for given in one.keywords)]
        elif isinstance(one, ast.Name):
            values = test.assigned.get(one.id, [])
            pending += (
                values if len(values) == 1 and isinstance(values[0], ast.Dict | ast.List | ast.Tuple | ast.Call) else []
            )


def _does_more(call: ast.Call, test: Unit) -> bool:
    """Whether the test calls a function or method of the project besides this one, instances aside."""
    for other in own_calls(test):
        if other.node is not call and other.origin.kind is not SymbolKind.CLASS:
            return True
    return any(
        one is not call and dotted_name(one.func).partition(".")[0] == dotted_name(call.func).partition(".")[0] != ""
        for one in test.of(ast.Call)
    )
