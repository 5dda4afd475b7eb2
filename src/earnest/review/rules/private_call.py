"""ET301: a test calls a private function or method of the project."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from ..origin import Origin, Party
from ..privacy import MIN_COMPLEXITY, complexity, is_private, written_reason
from ..rule import Bad, FileRule, Good, Hit
from ..symbols import SymbolKind
from ..syntax import last_name
from ..testfile import TestFile
from ..unit import Unit
from ..walk import parent_of

__all__ = ["PrivateCall"]

_CALL = re.compile(r"\b_[a-zA-Z]\w*\(")
"""Most files call nothing of such a name."""
_USERS = {
    "src/app/users.py": (
        "import re\n\n\n"
        "class UserService:\n"
        "    def register(self, email):\n"
        "        if not self._is_valid(email):\n"
        "            raise ValueError(email)\n"
        "        return _normal(email)\n\n"
        "    def _is_valid(self, email):\n"
        "        return '@' in email\n\n"
        "    def _asdict(self):\n"
        "        return {}\n\n\n"
        "def _normal(email):\n"
        "    return email.lower()\n"
    )
}
_PARSER = {
    "src/app/parser.py": (
        "class Parser:\n"
        "    def parse(self, text):\n"
        "        return self._lines(text)\n\n"
        "    def _lines(self, text):\n"
        "        found, name = {}, ''\n"
        "        for line in text.splitlines():\n"
        "            if not line or line.startswith('#'):\n"
        "                continue\n"
        "            if line.startswith('[') and line.endswith(']'):\n"
        "                name = line[1:-1]\n"
        "            elif line.startswith('@') and not name:\n"
        "                found['meta'] = line\n"
        "            elif '=' in line and name:\n"
        "                found[name] = line if line else None\n"
        "            else:\n"
        "                raise ValueError(line)\n"
        "        return found\n"
    )
}


class PrivateCall(FileRule):
    """A test calls a function or method of the project whose name begins with an underscore.

    The underscore says: callers should not rely on this. A test that does is broken by every rearrangement behind the
    public function, although nobody who uses the program can see a difference. And it proves too little: the private step
    may be right while the public function calls it wrongly, or no longer calls it at all.

    Do instead: call the public function with an input for which this step makes the difference. Where the step is too
    intricate for that, it is often worth a public name in a module of its own.

    Stays silent: where the private function has a cyclomatic complexity of at least 10 and a comment right above or
    behind the statement says why it is tested by itself; on documented names such as `_asdict`, `_replace`, `_meta`;
    on the suite's own code and on that of other projects; where the text does not tell whose function it is.
    """

    code = "ET301"
    name = "private-call"
    cure = "Reach it through the public function, or write down why a function this intricate is tested by itself."
    bad = (
        Bad(
            "from app.users import UserService\n\n\ndef test_validity():\n    service = UserService()\n"
            '    assert service._is_valid("a@b.org")  # flagged\n',
            _USERS,
        ),
        Bad(
            "import pytest\nfrom app.users import UserService\n\n\n@pytest.fixture\ndef service():\n"
            "    return UserService()\n\n\nclass TestUsers:\n    def test_validity(self, service):\n"
            '        valid = service._is_valid("nonsense")  # flagged\n        assert not valid\n',
            _USERS,
        ),
        Bad(
            "from app import users\nfrom app.users import _normal\n\n\ndef test_normal_form():\n"
            '    assert users._normal("A@B.org") == "a@b.org"  # flagged\n'
            '    assert users._normal("C@D.org") == "c@d.org"\n\n\n'
            'def test_normal_form_by_name():\n    assert _normal("A@B.org") == "a@b.org"  # flagged\n',
            _USERS,
        ),
        Bad(
            "from app.users import UserService\n\n\ndef test_validity():\n"
            "    # This private method decides who may register and is hard to reach\n"
            '    assert UserService()._is_valid("a@b.org")  # flagged\n',
            _USERS,
        ),
        Bad(
            "from app.parser import Parser\n\n\ndef test_lines():\n"
            '    assert Parser()._lines("[a]") == {}  # flagged\n',
            _PARSER,
        ),
    )
    good = (
        Good(
            "from app.users import UserService\n\n\ndef test_registration():\n"
            '    assert UserService().register("A@B.org") == "a@b.org"\n',
            "it goes through the public method",
            _USERS,
        ),
        Good(
            "from app.parser import Parser\n\n\ndef test_lines():\n"
            "    # This private method is intricate enough to fail by itself,\n"
            "    # and a failure would be hard to understand through parse()\n"
            '    assert Parser()._lines("[a]") == {}\n',
            "the function is intricate and the reason is written down",
            _PARSER,
        ),
        Good(
            "from app.users import UserService\n\n\ndef test_fields():\n    assert UserService()._asdict() == {}\n",
            "a documented name in spite of its underscore",
            _USERS,
        ),
        Good(
            "import sys\n\n\nclass Fake:\n    def _reset(self):\n        return sys._getframe()\n\n\n"
            "def test_reset():\n    assert Fake()._reset()\n",
            "the suite's own helper and the standard library",
        ),
        Good(
            "def test_client(client, make):\n    assert client._send()\n    assert make()._send()\n",
            "nobody can tell whose these are",
        ),
    )

    def read(self, file: TestFile) -> Iterator[Hit]:
        """The first call of each private function of the project's own in each test."""
        if _CALL.search(file.text):
            for test in file.tests:
                yield from self._calls(test, file)

    def _calls(self, test: Unit, file: TestFile) -> Iterator[Hit]:
        told: set[str] = set()
        for call in test.of(ast.Call):
            name = last_name(call.func)
            if name[:1] != "_" or not is_private(name):
                continue
            origin = _owned(file, test, call.func)
            if origin and origin.dotted not in told and not self._excused(file, call, origin):
                told.add(origin.dotted)
                yield Hit(call, f"calls {origin}, which is private to your code", test)

    def _excused(self, file: TestFile, call: ast.Call, origin: Origin) -> bool:
        if origin.node is None or complexity(origin.node) < MIN_COMPLEXITY:
            return False
        around: ast.AST | None = call
        while around is not None and not isinstance(around, ast.stmt):
            around = parent_of(around)
        return around is not None and bool(written_reason(file, around))


def _owned(file: TestFile, test: Unit, function: ast.expr) -> Origin | None:
    """The project's own function or method behind the expression, if it is one and is itself what is private."""
    origin = file.origin_in(test, function)
    if not origin.dotted and isinstance(function, ast.Attribute) and isinstance(function.value, ast.Call):
        owner = file.origin(function.value.func)
        if owner.kind is SymbolKind.CLASS:  # `Service()._method()`
            origin = file.codebase.resolve(f"{owner.dotted}.{function.attr}", file.base)
    private = is_private(origin.dotted.rpartition(".")[2])
    ours = origin.party in (Party.FIRST, Party.BOUNDARY)
    return origin if ours and origin.kind is SymbolKind.FUNCTION and private else None
