"""ET402: tests of a class change a list or dictionary that belongs to the class."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

from ...model import TextEdit
from ..rule import Bad, FileRule, Good, Hit
from ..syntax import constant, dotted_name, last_name
from ..testfile import TestFile
from ..unit import Unit, UnitKind
from ..walk import parent_of

__all__ = ["SharedClassState"]

_DISPLAYS = (ast.List, ast.Dict, ast.Set, ast.ListComp, ast.DictComp, ast.SetComp)
_MAKERS = frozenset({"list", "dict", "set", "defaultdict", "OrderedDict", "deque", "Counter"})
_GROW = frozenset({"append", "extend", "insert", "add", "update", "setdefault", "appendleft", "extendleft"})
_SHRINK = frozenset({"clear", "pop", "popitem", "remove", "discard", "popleft"})
_ONCE = frozenset({"setUpClass", "setup_class", "setup_module", "setUpModule", "tearDownClass", "teardown_class"})


class SharedClassState(FileRule):
    """A test changes a list, dictionary or set that stands in the body of a class.

    Every test gets an instance of its own, but there is one class, and what stands in its body is there once. What the
    first test appends is still there for the second, so that the second passes or fails by the order of the tests, and
    alone it behaves in another way than in the whole suite.

    Do instead: make it anew for each test, in a fixture or in `setup_method` (`setUp` in a `unittest.TestCase`); in a
    fake, in `__init__`.

    Stays silent: when nothing changes it; when something in the file sets or empties it; in classes that only one test
    uses; in classes inside a function; when a class method changes it, which says that it means the class; in fakes with
    base classes, whose metaclass may copy it.
    """

    code = "ET402"
    name = "shared-class-state"
    cure = "Make it anew for each test, in a fixture, in `setup_method` or in `__init__`."
    bad = (
        Bad(
            "class TestResults:\n    results: list[str] = []  # flagged\n\n    def test_one(self):\n"
            '        self.results.append("one")\n        assert len(self.results) == 1\n\n'
            '    def test_two(self):\n        self.results.append("two")\n        assert len(self.results) == 1\n',
            fixed="class TestResults:\n    def setup_method(self):\n        self.results: list[str] = []  # flagged\n\n"
            '    def test_one(self):\n        self.results.append("one")\n        assert len(self.results) == 1\n\n'
            '    def test_two(self):\n        self.results.append("two")\n        assert len(self.results) == 1\n',
        ),
        Bad(
            "import unittest\n\n\nclass CacheTest(unittest.TestCase):\n    seen = dict()  # flagged\n\n"
            "    def test_one(self):\n        self.seen['a'] = 1\n        self.assertEqual(len(self.seen), 1)\n\n"
            "    def test_two(self):\n        self.assertEqual(self.seen, {})\n",
            fixed="import unittest\n\n\nclass CacheTest(unittest.TestCase):\n    def setUp(self):\n"
            "        super().setUp()\n        self.seen = dict()  # flagged\n\n"
            "    def test_one(self):\n        self.seen['a'] = 1\n        self.assertEqual(len(self.seen), 1)\n\n"
            "    def test_two(self):\n        self.assertEqual(self.seen, {})\n",
        ),
        Bad(
            "class FakeMailer:\n    sent = []  # flagged\n\n    def send(self, to):\n        self.sent.append(to)\n\n\n"
            "def test_one(register):\n    mailer = FakeMailer()\n    register(mailer)\n    assert len(mailer.sent) == 1\n\n\n"
            "def test_two(register):\n    mailer = FakeMailer()\n    register(mailer)\n    assert mailer.sent\n"
        ),
    )
    good = (
        Good(
            "class TestNames:\n    names = ['a', 'b']\n\n    def test_one(self):\n        assert 'a' in self.names\n\n"
            "    def test_two(self):\n        assert len(self.names) == 2\n",
            "nothing changes it",
        ),
        Good(
            "class TestResults:\n    results = []\n\n    def setup_method(self):\n        self.results = []\n\n"
            "    def test_one(self):\n        self.results.append(1)\n\n    def test_two(self):\n"
            "        self.results.append(1)\n",
            "each test gets a new one",
        ),
        Good(
            "import pytest\n\n\nclass Recorder:\n    calls = []\n\n    def call(self):\n        self.calls.append(1)\n\n\n"
            "@pytest.fixture(autouse=True)\ndef forget():\n    yield\n    Recorder.calls.clear()\n\n\n"
            "def test_one():\n    Recorder().call()\n\n\ndef test_two():\n    Recorder().call()\n",
            "a fixture empties it",
        ),
        Good(
            "import unittest\n\n\nclass LoadTest(unittest.TestCase):\n    rows = []\n\n    @classmethod\n"
            "    def setUpClass(cls):\n        cls.rows.append(1)\n\n    def test_one(self):\n"
            "        self.assertEqual(self.rows, [1])\n\n    def test_two(self):\n        self.assertTrue(self.rows)\n",
            "it is filled once, for all, before the tests",
        ),
        Good(
            "class Registry:\n    known = {}\n\n    def __init__(self, name):\n        self.known[name] = self\n\n"
            "    @classmethod\n    def find(cls, name):\n        return cls.known.get(name)\n\n\n"
            "def test_one():\n    assert Registry('a')\n\n\ndef test_two():\n    assert Registry('b')\n",
            "a class method uses it: it is meant to belong to the class",
        ),
        Good(
            "def test_calls(run):\n    class Fake:\n        calls = []\n\n        def call(self):\n"
            "            self.calls.append(1)\n\n    run(Fake())\n    assert Fake.calls == [1]\n",
            "each run of the test makes a new class",
        ),
    )

    def read(self, file: TestFile) -> Iterator[Hit]:
        """Classes at module level whose body binds something that can change."""
        uses: list[_Use] | None = None
        for cls in file.top.of(ast.ClassDef):
            shared = dict(_mutable(cls))
            if not shared or not _is_plain(cls, file):
                continue
            uses = list(_uses(file)) if uses is None else uses
            for name, statement in shared.items():
                own = [use for use in uses if use.attribute == name and use.reaches(cls)]
                change = next((use for use in own if use.is_change and not use.once), None)
                if change is None or any(use.effect in ("set", "shrink") for use in own):
                    continue
                if any(use.owner == "cls" for use in own) and not _tests_of(file, cls):
                    continue
                if _is_shared(file, cls):
                    message = (
                        f"`{cls.name}.{name}` is one object for all tests, and line {change.node.lineno} changes it"
                    )
                    yield Hit(statement, message, fix=_fix(file, cls, statement, own))


@dataclass(frozen=True, slots=True)
class _Use:
    """One place that does something to an attribute of a class."""

    node: ast.Attribute
    attribute: str
    owner: str
    """The name before the dot."""
    unit: Unit
    effect: str
    """`grow`, `shrink`, `set` or `read`."""

    @property
    def is_change(self) -> bool:
        """Whether it adds something as if the instance owned it; a class method that does so means the class."""
        return self.effect == "grow" and (self.owner == "self" or self.unit.kind is UnitKind.TEST)

    @property
    def once(self) -> bool:
        """Whether it happens once for all tests of the class."""
        if self.unit.kind is UnitKind.FIXTURE:
            return any("scope" in ast.dump(expression) for _name, expression in self.unit.decorators)
        return self.unit.name in _ONCE or self.unit.kind is UnitKind.MODULE

    def reaches(self, cls: ast.ClassDef) -> bool:
        """Whether it is about this class rather than another one with such an attribute."""
        if self.owner in ("self", "cls", "type(self)"):
            return cls in self.unit.classes
        return self.owner == cls.name or self.owner.endswith(f".{cls.name}") or self.effect in ("set", "shrink")


def _mutable(cls: ast.ClassDef) -> Iterator[tuple[str, ast.stmt]]:
    for statement in cls.body:
        if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
            target, value = statement.targets[0], statement.value
        elif isinstance(statement, ast.AnnAssign) and statement.value:
            target, value = statement.target, statement.value
        else:
            continue
        made = isinstance(value, ast.Call) and last_name(value.func) in _MAKERS
        if isinstance(target, ast.Name) and not target.id.startswith("__") and (isinstance(value, _DISPLAYS) or made):
            yield target.id, statement


def _is_plain(cls: ast.ClassDef, file: TestFile) -> bool:
    """Whether the body means what it says: a test class, or one without bases and decorators."""
    if file.is_unittest(cls) or (file.naming.cls(cls.name) and not cls.decorator_list):
        return True
    return not cls.decorator_list and not cls.keywords and all(dotted_name(base) == "object" for base in cls.bases)


def _uses(file: TestFile) -> Iterator[_Use]:
    for unit in file.units:
        for node in unit.of(ast.Attribute):
            owner = dotted_name(node.value)
            if isinstance(node.value, ast.Call) and last_name(node.value.func) == "type":
                owner = "type(self)"
            if owner.endswith(".__class__"):
                owner = "type(self)"
            if owner:
                yield _Use(node, node.attr, owner, unit, _effect(node))
        for call in unit.calls("setattr"):
            if len(call.args) > 1 and isinstance(name := constant(call.args[1]), str):
                stand_in = ast.Attribute(call.args[0], name, ast.Store(), lineno=call.lineno)
                yield _Use(stand_in, name, dotted_name(call.args[0]), unit, "set")


def _effect(node: ast.Attribute) -> str:
    around = parent_of(node)
    if isinstance(around, ast.AugAssign) and around.target is node:
        return "grow"
    if not isinstance(node.ctx, ast.Load):
        return "set"
    if isinstance(around, ast.Attribute) and isinstance(parent_of(around), ast.Call):
        return "grow" if around.attr in _GROW else "shrink" if around.attr in _SHRINK else "read"
    if isinstance(around, ast.Subscript) and around.value is node and not isinstance(around.ctx, ast.Load):
        slices = isinstance(around.slice, ast.Slice)
        return "set" if slices else "shrink" if isinstance(around.ctx, ast.Del) else "grow"
    return "read"


def _tests_of(file: TestFile, cls: ast.ClassDef) -> list[Unit]:
    return [test for test in file.tests if cls in test.classes]


def _is_shared(file: TestFile, cls: ast.ClassDef) -> bool:
    """Whether two tests get at it, by themselves or through a fixture."""
    own = _tests_of(file, cls)
    if own:
        return len(own) > 1 or any("parametrize" in test.markers for test in own)
    word = re.compile(rf"\b{re.escape(cls.name)}\b")
    asking = [unit for unit in file.units if unit.kind is not UnitKind.MODULE and cls not in unit.classes]
    naming = [unit for unit in asking if unit.node and word.search(_text(file, unit.node))]
    return sum(2 if unit.kind is UnitKind.FIXTURE else unit.kind is UnitKind.TEST for unit in naming) > 1


def _text(file: TestFile, node: ast.stmt) -> str:
    return "\n".join(file.lines[node.lineno - 1 : node.end_lineno])


def _fix(file: TestFile, cls: ast.ClassDef, statement: ast.stmt, uses: list[_Use]) -> tuple[TextEdit, ...]:
    """The statement becomes the first one of a new `setup_method`; nothing where the class has one, or where somebody
    gets at it through the class."""
    names = {one.name for one in cls.body if isinstance(one, ast.FunctionDef)}
    tested = bool(_tests_of(file, cls))
    if not tested or names & {"setUp", "setup_method"} or any(use.owner != "self" for use in uses):
        return ()
    start, end = file.span(statement)
    indent = " " * statement.col_offset
    head = "def setup_method(self):\n"
    if file.is_unittest(cls):
        head = f"def setUp(self):\n{indent}    super().setUp()\n"
    return (TextEdit(start, end, f"{head}{indent}    self.{file.text[start:end]}"),)
