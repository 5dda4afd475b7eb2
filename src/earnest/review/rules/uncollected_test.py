"""ET711: tests that pytest does not collect or does not run."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from ...model import Severity
from ..configuration import read_lines
from ..naming import has_constructor
from ..rule import Bad, FileRule, Good, Hit
from ..syntax import constant, last_name
from ..testfile import TestFile
from ..unit import Unit, UnitKind

__all__ = ["UncollectedTest"]

_RUNNERS = (
    "asyncio",
    "anyio",
    "trio",
    "tornado",
    "twisted",
    "gen_test",
    "inlinecallbacks",
    "async",
    "aio",
    "curio",
    "loop",
)
_RUNS_ALL = re.compile(
    r"pytest[-_](?:sanic|aiohttp|tornasync|tornado|twisted|trio|curio|async\b|asyncio[-_]cooperative)|alt[-_]pytest[-_]asyncio"
)
_REQUIREMENTS = ("pyproject.toml", "setup.py", "setup.cfg", "tox.ini")
_ASYNC_CASES = ("IsolatedAsyncioTestCase", "AsyncTestCase", "AsyncHTTPTestCase", "AioHTTPTestCase", "AsyncioTestCase")


class UncollectedTest(FileRule):
    """A class with tests that has a constructor, so that pytest does not look into it; an async test that no plugin
    runs; or a helper class that is named like a class of tests and has none.

    The first two never run. pytest says so in a warning among other warnings (older ones pass the async test as skipped),
    and the suite is green. The helper is collected for nothing, and hides the day on which a real class stops being run.

    Do instead: move what the constructor does into a fixture or `setup_method`; mark the async test for its plugin
    (`@pytest.mark.asyncio`, `@pytest.mark.anyio`) or set the plugin's automatic mode.

    Stays silent: for classes with `__test__ = False`, and classes without tests that have a base, fixtures or set-up, since
    others may inherit from them; for helpers in files without tests, and where another runner than pytest is used; where
    an automatic mode is set or a plugin is required that has no other; where a decorator, a fixture, a base class or an heir
    may run the coroutine.
    """

    code = "ET711"
    name = "uncollected-test"
    severity = Severity.ERROR
    cure = "Move the constructor's work into a fixture; mark async tests for the plugin that runs them."
    bad = (
        Bad(
            "class TestBasket:  # flagged\n    def __init__(self):\n        self.items = []\n\n"
            "    def test_is_empty(self):\n        assert self.items == []\n"
        ),
        Bad(
            "class TestClient:  # flagged\n    def __init__(self):\n        self.sent = []\n\n\n"
            "def test_a():\n    assert TestClient().sent == []\n",
            files={"pytest.ini": "[pytest]\n"},
        ),
        Bad(
            "class TestFactory:  # flagged\n    @staticmethod\n    def user():\n        return 1\n\n\n"
            "def test_a():\n    assert TestFactory.user() == 1\n",
            files={"tests/conftest.py": "import pytest\n"},
        ),
        Bad("async def test_fetch(client):  # flagged\n    assert await client.get('/') == 1\n"),
        Bad(
            "import unittest\n\n\nclass TestFetch(unittest.TestCase):\n    async def test_fetch(self):  # flagged\n"
            "        self.assertEqual(await fetch(), 1)\n"
        ),
    )
    good = (
        Good(
            "class TestBase:\n    def setup_method(self):\n        self.sent = []\n\n\nclass TestA(TestBase):\n"
            "    def test_a(self):\n        assert self.sent == []\n",
            "others inherit from it",
        ),
        Good(
            "class TestServer:\n    def __init__(self, app):\n        self.app = app\n",
            "product code that is named like a test file",
            path="src/app/test_server.py",
            files={"pytest.ini": "[pytest]\n"},
        ),
        Good(
            "import unittest\n\n\nclass TestWriter:\n    def __init__(self):\n        self.text = ''\n\n\n"
            "class Writing(unittest.TestCase):\n    def test_a(self):\n        self.assertEqual(TestWriter().text, '')\n",
            "nothing says that pytest runs it",
        ),
        Good(
            "class TestBasket:\n    __test__ = False\n\n    def __init__(self):\n        self.items = []\n\n"
            "    def test_is_empty(self):\n        assert self.items == []\n",
            "it says that it is none",
        ),
        Good(
            "import pytest\n\n\n@pytest.mark.asyncio\nasync def test_fetch(client):\n    assert await client.get('/') == 1\n",
            "a plugin runs it",
        ),
        Good(
            "async def test_fetch(client):\n    assert await client.get('/') == 1\n",
            "the plugin's automatic mode is on",
            files={"pyproject.toml": '[tool.pytest.ini_options]\nasyncio_mode = "auto"\n'},
        ),
        Good(
            "async def test_fetch(client):\n    assert await client.get('/') == 1\n",
            "a plugin that the project requires runs all coroutines",
            files={"setup.py": "tests_require = ['pytest-sanic']\n"},
        ),
        Good(
            "import unittest\n\n\nclass TestFetch:\n    async def test_fetch(self):\n        await fetch()\n\n\n"
            "class TestFast(TestFetch, unittest.IsolatedAsyncioTestCase):\n    pass\n",
            "the class that inherits it runs it",
        ),
        Good(
            "import unittest\n\n\nclass TestFetch(unittest.IsolatedAsyncioTestCase):\n    async def test_fetch(self):\n"
            "        self.assertEqual(await fetch(), 1)\n",
            "unittest runs it",
        ),
    )

    def read(self, file: TestFile) -> Iterator[Hit]:
        """Classes at module level, then async tests."""
        for cls in file.top.of(ast.ClassDef):
            yield from _class(cls, file)
        if not _is_automatic(file):
            for test in file.tests:
                if test.is_async and not _has_runner(test, file):
                    assert test.node is not None
                    yield Hit(
                        test.node,
                        f"nothing runs the coroutine {test.name}: no marker, no automatic mode, no base class",
                        test,
                    )


def _class(cls: ast.ClassDef, file: TestFile) -> Iterator[Hit]:
    if not file.naming.cls(cls.name) or file.is_unittest(cls) or _is_no_test(cls) or not _is_collected(file):
        return
    if not has_constructor(cls):
        yield from _helper(cls, file)
        return
    methods = [
        unit for unit in file.units if unit.cls is cls and file.naming.function(unit.name) and not _is_property(unit)
    ]
    if not methods and _is_looked_at(file):
        yield Hit(
            cls,
            f"{cls.name} is named like a class of tests and has none; pytest warns of its constructor in each run",
            severity=Severity.WARNING,
            cure="Give the helper a name that does not begin with Test, or set __test__ = False.",
        )
    if not methods:
        return
    names = ", ".join(unit.name for unit in methods[:3]) + (", …" if len(methods) > 3 else "")
    yield Hit(cls, f"pytest does not look into {cls.name}, which has a constructor, so {names} never run")


def _helper(cls: ast.ClassDef, file: TestFile) -> Iterator[Hit]:
    functions = [one for one in cls.body if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef)]
    names = {one.name.lower() for one in functions}
    if not functions or cls.bases or cls.keywords or cls.decorator_list or not _is_looked_at(file):
        return
    if any(name.startswith(("test", "setup", "teardown")) or file.naming.function(name) for name in names):
        return
    if any(unit.cls is cls and unit.kind is UnitKind.FIXTURE for unit in file.units) or file.text.count(f"({cls.name}"):
        return
    if any(isinstance(one, ast.ClassDef) for one in cls.body):
        return
    text = f"{cls.name} is named like a class of tests and has none: pytest collects it for nothing"
    yield Hit(cls, text, severity=Severity.WARNING, cure="Give the helper a name that does not begin with Test.")


def _is_collected(file: TestFile) -> bool:
    name = file.path.rpartition("/")[2]
    return name.startswith("test") or name.endswith("_test.py")


def _is_looked_at(file: TestFile) -> bool:
    """Whether the file has tests, and pytest runs them: product code may be called `test_server.py`, and other runners do
    not care for a class's name."""
    options = file.codebase.survey.options
    return bool(file.tests) and bool(options.place or "pytest" in file.text or file.conftests)


def _is_property(unit: Unit) -> bool:
    return bool(unit.node and unit.node.decorator_list) or unit.kind is UnitKind.FIXTURE


def _is_no_test(cls: ast.ClassDef) -> bool:
    for statement in cls.body:
        if isinstance(statement, ast.Assign) and any(
            getattr(target, "id", "") == "__test__" for target in statement.targets
        ):
            return constant(statement.value) is False
    return any(
        isinstance(base, ast.Name) and base.id in {"NamedTuple", "Enum", "IntEnum", "Protocol"} for base in cls.bases
    )


def _is_automatic(file: TestFile) -> bool:
    options = file.codebase.survey.options
    settings = options.settings
    if settings.get("asyncio_mode", "").strip() == "auto" or settings.get("anyio_mode", "").strip() == "auto":
        return True
    if settings.get("trio_mode", "").strip().lower() == "true":
        return True
    arguments = " ".join(options.addopts)
    return "asyncio-mode=auto" in arguments or "asyncio_mode=auto" in arguments or _by_hooks(file)


def _by_hooks(file: TestFile) -> bool:
    """Whether a conftest.py, or a plugin that it names, may run coroutines or mark them."""
    words = (
        "pytest_pyfunc_call",
        "pytest_collection_modifyitems",
        "pytest_pycollect_makeitem",
        "pytest_runtest",
        "pytest_plugins",
    )
    return any(word in one.text for one in file.conftests for word in words)


def _has_runner(test: Unit, file: TestFile) -> bool:
    names = [*test.markers, *(name for name, _ in test.decorators)]
    if any(runner in name.lower() for name in names for runner in _RUNNERS) or len(test.decorators) > _patches(test):
        return True
    if "anyio_backend" in test.arguments or any("anyio_backend" in fixture.arguments for fixture in test.fixtures):
        return True
    if _is_run_by_a_plugin(file):
        return True
    if test.cls is None:
        return False
    if any(test.cls.name in map(last_name, cls.bases) for cls in file.classes_by_name.values()):
        return True  # a mixin: what else its heirs inherit from may run it
    bases = [*test.cls.bases]
    plain = not bases or all(file.dotted(base) == "unittest.TestCase" for base in bases)
    return not plain or any(name in file.text for name in _ASYNC_CASES)


def _is_run_by_a_plugin(file: TestFile) -> bool:
    """Whether the project's requirements name a plugin that runs every coroutine, marked or not."""
    root = file.codebase.root
    paths = [*_REQUIREMENTS, *(one.relative_to(root).as_posix() for one in sorted(root.glob("*requirements*.txt")))]
    return any(_RUNS_ALL.search(line) for path in paths for line in read_lines(root, path))


def _patches(test: Unit) -> int:
    """Decorators that surely do not run a coroutine."""
    known = ("pytest.mark.", "unittest.mock.", "mock.")
    return sum(name.startswith(known) for name, _ in test.decorators)
