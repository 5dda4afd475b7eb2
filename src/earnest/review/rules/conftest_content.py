"""ET706: tests and utilities in conftest.py."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from ..naming import has_constructor
from ..rule import Bad, FileRule, Good, Hit
from ..testfile import TestFile
from ..unit import UnitKind
from ..walk import parent_of

__all__ = ["ConftestContent"]


class ConftestContent(FileRule):
    """A test stands in conftest.py, where pytest does not collect it. Or the directory is no package, and a function in its
    conftest.py is neither fixture nor hook and nothing in the file uses it, or a test module imports something from there.

    The test never runs. And outside of packages pytest loads every conftest.py under the one name `conftest`: importing it
    by another name makes a second copy of what is in it, and `import conftest` gets whichever was loaded last.

    Do instead: tests into test modules; what tests share as functions into a module of its own (`tests/factories.py`);
    what they share as state into fixtures.

    Stays silent: for fixtures, hooks and helpers that only the fixtures in conftest.py use; for utilities in a conftest.py
    that is a module of a package (`tests/__init__.py` beside it), which has one name for everybody.
    """

    code = "ET706"
    name = "conftest-content"
    cure = "Put tests into test modules, and what they import into a module of its own."
    bad = (
        Bad(
            "def test_a(shop):\n    assert shop.open\n",
            files={"tests/conftest.py": "import pytest\n\n\ndef test_helper():  # flagged\n    assert 1 + 1 == 2\n"},
        ),
        Bad(
            "from conftest import make_user  # flagged\n\n\ndef test_a():\n    assert make_user().name\n",
            files={"tests/conftest.py": "def make_user():  # flagged\n    return object()\n"},
        ),
        Bad(
            "from tests.conftest import make_user  # flagged\n\n\ndef test_a():\n    assert make_user().name\n",
            files={"tests/conftest.py": "def make_user():  # flagged\n    return object()\n"},
        ),
    )
    good = (
        Good(
            "def test_a(user):\n    assert user.name\n",
            "a helper of a fixture's",
            files={
                "tests/conftest.py": "import pytest\n\n\ndef _make():\n    return 1\n\n\n@pytest.fixture\n"
                "def user():\n    return _make()\n"
            },
        ),
        Good(
            "from factories import make_user\n\n\ndef test_a():\n    assert make_user().name\n",
            "a module of its own",
            files={"tests/factories.py": "def make_user():\n    return object()\n"},
        ),
        Good(
            "from .conftest import make_user\n\n\ndef test_a():\n    assert make_user().name\n",
            "conftest.py is a module of a package: there is one of it",
            files={"tests/conftest.py": "def make_user():\n    return object()\n", "tests/__init__.py": ""},
        ),
        Good(
            "from typing import TYPE_CHECKING\n\nif TYPE_CHECKING:\n    from conftest import Make\n\n\n"
            "def test_a(make: 'Make'):\n    assert make()\n",
            "for the type checker only",
            files={"tests/conftest.py": "class Make:\n    pass\n"},
        ),
    )

    def read(self, file: TestFile) -> Iterator[Hit]:
        """Tests in the file itself when it is a conftest.py, else its imports."""
        if file.path.rpartition("/")[2] == "conftest.py":
            yield from _tests(file)
            if not _is_in_package(file.path, file):
                yield from _utilities(file)
        elif "conftest" in file.text:
            yield from _imports(file)


def _tests(file: TestFile) -> Iterator[Hit]:
    for unit in file.units[1:]:
        named = unit.name.startswith("test_") and not unit.classes and not (unit.node and unit.node.decorator_list)
        held = (
            unit.name.startswith("test_")
            and unit.cls is not None
            and unit.cls.name.startswith("Test")
            and not has_constructor(unit.cls)
        )
        if (named or held) and unit.of(ast.Assert) and unit.node is not None:
            yield Hit(
                unit.node, f"{unit.name} stands in conftest.py, where pytest does not collect it: it never runs", unit
            )


def _utilities(file: TestFile) -> Iterator[Hit]:
    """Public functions for others: there is no good way to import them from here."""
    for unit in file.units[1:]:
        node = unit.node
        if (
            node is None
            or unit.kind is UnitKind.FIXTURE
            or unit.classes
            or node.decorator_list
            or parent_of(node) is not file.tree
        ):
            continue
        if unit.name.startswith(("pytest_", "_", "test_")) or len(re.findall(rf"\b{unit.name}\b", file.text)) > 1:
            continue
        yield Hit(
            node,
            f"{unit.name} is neither fixture nor hook, and nothing in {file.path} uses it: who wants it has to import conftest",
            unit,
        )


def _imports(file: TestFile) -> Iterator[Hit]:
    for node in file.top.of(ast.ImportFrom):
        module = node.module or ""
        names = [alias.name for alias in node.names if alias.name != "conftest"]
        if module.rpartition(".")[2] != "conftest" or not names or _for_types(node, file):
            continue
        origin = file.codebase.file_of(
            module if not node.level else f"{file.module.rpartition('.')[0]}.{module}", file.base
        )
        if origin and origin.endswith("conftest.py") and not _is_in_package(origin, file):
            told = f"{', '.join(names[:3])} {'comes' if len(names) == 1 else 'come'} from {origin}"
            if module == "conftest":
                yield Hit(node, f"{told}, and every conftest.py outside of a package is loaded under this one name")
            else:
                yield Hit(node, f"{told}, which pytest loads as `conftest`: {module} is a second copy of it")


def _is_in_package(path: str, file: TestFile) -> bool:
    return file.codebase.survey.tree.is_package(path.rpartition("/")[0])


def _for_types(node: ast.AST, file: TestFile) -> bool:
    around = parent_of(node)
    return isinstance(around, ast.If) and "TYPE_CHECKING" in ast.dump(around.test)
