"""ET103: a test asserts the very value that it gave to its own mock."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from ...model import Severity
from ..doubles import Double, doubles_of, is_mock_call, mocks_of
from ..oracles import OracleKind, assertions_of
from ..reads import call_behind
from ..rule import Bad, Good, Hit, TestRule
from ..syntax import dotted_name, keyword, last_name, source_of, text_of
from ..testfile import TestFile
from ..unit import Function, Unit
from ..walk import parent_of

__all__ = ["MockTautology"]

_USERS = (
    "class User:\n    def __init__(self, id):\n        self.id = id\n\n\nclass UserService:\n"
    "    def create_user(self, email):\n        return User(7)\n\n\ndef greet(repo):\n    return repo.find(1)\n"
)


class MockTautology(TestRule):
    """A test tells a mock what to return, calls the mock, and asserts that it got it.

    `repo.find.return_value = 5` followed by `assert repo.find() == 5` tests `unittest.mock`. It also happens in disguise:
    the method under test is patched with a value, called, and its result compared with that value. No line of the
    project runs between the two, so nothing in the project can make the test fail.

    Do instead: call the code that uses the double, and assert what it made of the value; better, let the real thing run.

    Stays silent: when the value went through anything else on its way to the assertion.
    """

    code = "ET103"
    name = "mock-tautology"
    severity = Severity.ERROR
    cure = "Call the code that uses the double, and assert what it made of the value."
    bad = (
        Bad(
            "from unittest.mock import Mock\n\n\ndef test_finds():\n    repo = Mock()\n    repo.find.return_value = 5\n"
            "    assert repo.find(1) == 5  # flagged\n"
        ),
        Bad(
            "from unittest.mock import patch\n\nfrom app.users import User, UserService\n\n\n"
            "@patch.object(UserService, 'create_user')\ndef test_creates(mock_create):\n"
            "    mock_create.return_value = User(id=1)\n    result = UserService().create_user('a@b.c')\n"
            "    assert result.id == 1  # flagged\n",
            files={"src/app/users.py": _USERS},
        ),
        Bad(
            "from app.users import UserService\n\n\ndef test_creates(mocker):\n"
            "    mocker.patch.object(UserService, 'create_user', return_value={'status': 'ok'})\n"
            "    service = UserService()\n    result = service.create_user('a@b.c')\n"
            "    assert result['status'] == 'ok'  # flagged\n",
            files={"src/app/users.py": _USERS},
        ),
        Bad(
            "from unittest.mock import patch\n\n\ndef test_output(service):\n"
            "    with patch.object(service, 'read') as read:\n        read.return_value = b'Hello'\n"
            "        assert service.read(1) == b'Hello'  # flagged\n"
        ),
        Bad(
            "from unittest.mock import MagicMock\n\n\ndef test_total():\n    order = MagicMock(total=3)\n"
            "    assert order.total == 3  # flagged\n"
        ),
    )
    good = (
        Good(
            "from unittest.mock import Mock\n\nfrom app.users import greet\n\n\ndef test_a():\n    repo = Mock()\n"
            "    repo.find.return_value = 5\n    assert greet(repo) == 5\n",
            "the project's function ran between",
            files={"src/app/users.py": _USERS},
        ),
        Good(
            "from unittest.mock import Mock\n\nfrom app.users import greet\n\n\ndef test_a():\n    repo = Mock(total=3)\n"
            "    greet(repo)\n    assert repo.total == 3\n",
            "the project's function may have changed the attribute",
            files={"src/app/users.py": _USERS},
        ),
        Good(
            "from unittest.mock import Mock\n\n\ndef test_a():\n    repo = Mock()\n    repo.find.return_value = 5\n"
            "    assert repo.find.call_count == 0\n",
            "another value than the one that was given",
        ),
        Good(
            "from unittest.mock import patch\n\n\ndef test_a(service):\n"
            "    with patch.object(service, '_read', return_value=b'Hello'):\n        assert service.read(1) == b'Hello'\n",
            "another method than the patched one is called",
        ),
        Good(
            "from unittest.mock import patch\n\nfrom app.users import greet\n\n\ndef test_a(repo):\n"
            "    with patch('app.users.greet', return_value='hi'):\n        assert greet(repo) == 'hi'\n",
            "the test calls the function that it imported, which the patch does not reach",
            files={"src/app/users.py": _USERS},
        ),
    )

    def judge(self, test: Unit, file: TestFile) -> Iterator[Hit]:
        """Comparisons of a mock's own answer with the value that the test gave it."""
        if not _tells_a_mock(test):
            return
        given: _Given | None = None
        for oracle in assertions_of(test):
            sides = _sides(oracle.test, oracle.node, oracle.kind)
            if not sides:
                continue
            given = given or _Given(test)
            for actual, expected in (sides, sides[::-1]):
                source = given.value_of(actual)
                if source is not None and _agrees(actual, source, expected, test):
                    yield Hit(
                        oracle.node,
                        f"asserts {source_of(expected, 30)}, which line {source.lineno} gave to the mock itself, "
                        f"and no other code ran between",
                    )
                    break


def _tells_a_mock(test: Unit) -> bool:
    """Whether the text of the test can give a mock a value: a cheap look before the names are followed."""
    assert test.node is not None
    return any("return_value" in line or "Mock(" in line for line in _lines(test, test.node))


def _lines(test: Unit, node: Function) -> Sequence[str]:
    first = min([node.lineno, *(one.lineno for one in node.decorator_list)])
    return test.file.lines[first - 1 : node.end_lineno]


class _Given:
    """What a test told its mocks to answer."""

    def __init__(self, test: Unit) -> None:
        self._test = test
        self._mocks = mocks_of(test)
        self._values: dict[str, list[ast.expr]] = {}
        """By the mock's dotted path (`repo.find()`, `order.total`): the values given to it."""
        self._patched: list[tuple[str, Double, bool]] = []
        """The patches: the local name of the mock, and whether it is an attribute of a class that is replaced."""
        self._read_assignments()
        self._read_constructors()
        self._read_patches()

    def value_of(self, actual: ast.expr) -> ast.expr | None:
        """The value behind an expression that asks a mock and nothing else; None for anything else."""
        node: ast.expr = actual
        while isinstance(node, ast.Attribute | ast.Subscript) and self._direct(node) is None:
            node = node.value
        return self._direct(node)

    def _direct(self, node: ast.expr) -> ast.expr | None:
        call = call_behind(self._test, node)
        if call is not None:
            path = f"{dotted_name(call.func)}()"
            values = self._values.get(path, [])
            if not values and (double := self._double_called(call)) is not None:
                values = self._values.get(f"{double}()", [])
            elif values and self._used_elsewhere(path, call):
                return None
            return values[0] if len(values) == 1 else None
        path = dotted_name(node)
        values = self._values.get(path, [])
        return values[0] if len(values) == 1 and not self._used_elsewhere(path, None) else None

    def _double_called(self, call: ast.Call) -> str | None:
        """The name of the mock that stands in the place of what is called: a patched method by its class, a patched
        function only through the module whose attribute was replaced."""
        function = call.func
        if not isinstance(function, ast.Attribute):
            return None
        file = self._test.file
        if isinstance(function.value, ast.Call):
            owner = file.origin_in(self._test, function.value.func)
            dotted = f"{owner.dotted}.{function.attr}"
        else:
            dotted = file.origin_in(self._test, function).dotted
        written = {dotted_name(function), file.dotted(function)} - {""}
        for name, double, of_class in self._patched:
            same = double.origin.dotted == dotted if of_class else bool({double.target, _written(double)} & written)
            if same and _is_active(double, call):
                return name
        return None

    def _used_elsewhere(self, path: str, call: ast.Call | None) -> bool:
        """Whether anything but the mock itself was called in this test: it may have got hold of the mock."""
        first = path.partition(".")[0]
        for one in self._test.of(ast.Call):
            if one is call or is_mock_call(one, self._test):
                continue
            owner = dotted_name(one.func).partition(".")[0]
            if owner == first and "." in dotted_name(one.func):
                continue
            if owner == "self" and last_name(one.func).startswith("assert"):
                continue
            return True
        return False

    def _read_assignments(self) -> None:
        """`mock.f.return_value = 5`, `mock.total = 3`."""
        for statement in self._test.of(ast.Assign):
            for target in statement.targets:
                path = dotted_name(target)
                if path.partition(".")[0] in self._mocks and "." in path:
                    key = path.replace(".return_value", "()") if path.endswith(".return_value") else path
                    self._values.setdefault(key, []).append(statement.value)

    def _read_constructors(self) -> None:
        """`Mock(return_value=5)`, `MagicMock(total=3)`."""
        for name, values in self._test.assigned.items():
            for value in values:
                if isinstance(value, ast.Call) and is_mock_call(value, self._test) and len(values) == 1:
                    for given in value.keywords:
                        if given.arg == "return_value":
                            self._values.setdefault(f"{name}()", []).append(given.value)
                        elif given.arg and given.arg not in (
                            "spec",
                            "side_effect",
                            "name",
                            "wraps",
                            "spec_set",
                            "autospec",
                        ):
                            self._values.setdefault(f"{name}.{given.arg}", []).append(given.value)

    def _read_patches(self) -> None:
        for double in doubles_of(self._test):
            if double.technique not in ("patch", "patch.object") or double.unit is not self._test:
                continue
            name = double.names[0] if double.names else f"<{double.target}>"
            owner = self._test.file.origin(double.target.rpartition(".")[0])
            self._patched.append((name, double, isinstance(owner.node, ast.ClassDef)))
            value = keyword(double.node, "return_value") if isinstance(double.node, ast.Call) else None
            if value is not None:
                self._values.setdefault(f"{name}()", []).append(value)


def _written(double: Double) -> str:
    """`service.save` for `patch.object(service, "save")`."""
    given = double.node.args if isinstance(double.node, ast.Call) else []
    if double.technique != "patch.object" or len(given) < 2:
        return ""
    owner, name = dotted_name(given[0]), text_of(given[1])
    return f"{owner}.{name}" if owner and name else ""


def _is_active(double: Double, call: ast.Call) -> bool:
    """Whether the call stands inside the block of a patch that holds for a block."""
    item = parent_of(double.node)
    block = parent_of(item) if isinstance(item, ast.withitem) else None
    if not isinstance(block, ast.With | ast.AsyncWith):
        return True
    return block.lineno <= call.lineno <= (block.end_lineno or block.lineno)


def _sides(test: ast.expr | None, node: ast.AST, kind: OracleKind) -> tuple[ast.expr, ast.expr] | None:
    if isinstance(test, ast.Compare) and len(test.ops) == 1 and isinstance(test.ops[0], ast.Eq | ast.Is):
        return test.left, test.comparators[0]
    if kind is not OracleKind.UNITTEST or not isinstance(node, ast.Call) or len(node.args) < 2:
        return None
    equal = last_name(node.func) in {"assertEqual", "assertEquals", "assertIs"}
    return (node.args[0], node.args[1]) if equal else None


def _agrees(actual: ast.expr, source: ast.expr, expected: ast.expr, test: Unit) -> bool:
    """Whether what is expected is what was given: the same expression, or a part of it that the assertion picks."""
    if isinstance(actual, ast.Name | ast.Call | ast.Await):
        return _is_same(source, expected, test)
    if isinstance(actual, ast.Attribute) and _is_same(source, expected, test):
        return True
    picked: str = ""
    if isinstance(actual, ast.Subscript) and isinstance(actual.slice, ast.Constant):
        picked = str(actual.slice.value)
    elif isinstance(actual, ast.Attribute):
        picked = actual.attr
    return bool(picked) and any(_is_same(part, expected, test) for part in _parts(source, picked, test))


def _is_same(source: ast.expr, expected: ast.expr, test: Unit) -> bool:
    if ast.dump(source) == ast.dump(expected):
        return True
    if isinstance(expected, ast.Name):
        values = test.assigned.get(expected.id, [])
        return len(values) == 1 and ast.dump(values[0]) == ast.dump(source)
    return False


def _parts(source: ast.expr, picked: str, test: Unit) -> Iterator[ast.expr]:
    """What was given under this key or keyword: `{"status": "ok"}`, `User(id=1)`."""
    if isinstance(source, ast.Name):
        values = test.assigned.get(source.id, [])
        source = values[0] if len(values) == 1 else source
    if isinstance(source, ast.Dict):
        for key, value in zip(source.keys, source.values, strict=True):
            if isinstance(key, ast.Constant) and str(key.value) == picked:
                yield value
    elif isinstance(source, ast.Call):
        yield from (given.value for given in source.keywords if given.arg == picked)
