"""ET404: a test leaves something behind."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence

from ...model import TextEdit
from ..mending import asking_for
from ..rule import Bad, FileRule, Good, Hit
from ..surroundings import clears_files, is_wide, runs_alone, text_around, text_of_unit, units_around
from ..syntax import constant, dotted_name, keyword, text_of
from ..testfile import TestFile, is_autouse
from ..unit import Unit, UnitKind
from ..walk import is_nested, parent_of

__all__ = ["MissingTeardown"]

_ENVIRONMENT_BACK = re.compile(
    r"environ\b[^\n]*\.(?:pop|clear|copy)\b|del\s+(?:os\.)?environ|patch\.dict|environ\s*=[^=]|unsetenv|restore|addCleanup"
    r"|ExitStack|finally|monkeypatch|mocker|preserve|isolat|(?:old|orig|saved|backup)\w*env|env\w*(?:old|orig|saved|backup)"
)
_ELSEWHERE = re.compile(
    r"chdir|cwd|isolat|tmp|temp|sandbox|work_?(?:ing_?)?dir|mock_open|pyfakefs|\bfs\b|builtins\.open|testdir|pytester"
    r"|in_dir|inside_dir|as_cwd|change_dir|pushd", re.I
)  # fmt: skip
_CALLS = ("chdir", "mkdtemp", "mkstemp", "NamedTemporaryFile", "open")
_MOVING = frozenset({"pytester", "testdir", "fs", "cwd", "isolated_filesystem"})
"""Fixtures of plugins that move the working directory themselves, and back."""
_MAKERS = frozenset({"tempfile.mkdtemp", "tempfile.mkstemp"})


class MissingTeardown(FileRule):
    """A test or fixture changes something outside itself and does not put it back: an environment variable, the working
    directory, a temporary file or directory, a file in the working directory.

    Every test that runs later in the same process sees the change. It passes or fails by what ran before it, alone in
    another way than in the whole suite, and on a build server in another way than here. Files that stay are found by the
    next run, where they hide that the code no longer writes them.

    Do instead: use the fixtures that put things back by themselves: `monkeypatch.setenv`, `monkeypatch.chdir`, `tmp_path`.
    In a fixture of your own, undo it behind the `yield`.

    Stays silent: when the test, its fixtures or its class's teardown undo it, or do anything that might; in classes whose
    base class is not in sight; in fixtures of a wider scope and autouse ones, which set the stage for all; at module level;
    in functions inside the test, which may run in another process; for files where something moves the working directory.
    """

    code = "ET404"
    name = "missing-teardown"
    cure = "Let `monkeypatch` or `tmp_path` put it back, or undo it behind the `yield` of a fixture."
    bad = (
        Bad(
            'import os\n\n\ndef test_mode(load):\n    os.environ["APP_MODE"] = "test"  # flagged\n'
            '    assert load().mode == "test"\n',
            fixed='import os\n\n\ndef test_mode(load, monkeypatch):\n    monkeypatch.setenv("APP_MODE", "test")  # flagged\n'
            '    assert load().mode == "test"\n',
        ),
        Bad(
            "import os\nimport pytest\n\n\n@pytest.fixture\ndef project(tmp_path):\n    os.chdir(tmp_path)  # flagged\n"
            "    return tmp_path\n",
            fixed="import os\nimport pytest\n\n\n@pytest.fixture\ndef project(tmp_path, monkeypatch):\n"
            "    monkeypatch.chdir(tmp_path)  # flagged\n    return tmp_path\n",
        ),
        Bad(
            "import tempfile\n\n\ndef test_export(export):\n    target = tempfile.mkdtemp()  # flagged\n"
            "    assert export(target)\n"
        ),
        Bad(
            "import pytest\n\n\n@pytest.fixture\ndef report():\n    f = open('report.csv', 'w')  # flagged\n"
            "    f.write('a,b')\n    f.close()\n    return 'report.csv'\n"
        ),
    )
    good = (
        Good(
            "import os\nfrom os import environ\n\n\ndef test_nested(pytester):\n    os.chdir(pytester.path)\n"
            "    environ['APP_MODE'] = 'test'\n    assert pytester.runpytest()\n    del environ['APP_MODE']\n",
            "pytester moves back; the variable is taken away",
        ),
        Good(
            "import os\n\n\ndef test_mode(load, monkeypatch):\n    monkeypatch.setenv('APP_MODE', 'test')\n"
            "    assert load()\n\n\ndef test_other(load):\n    os.environ['APP_MODE'] = 'test'\n    try:\n"
            "        assert load()\n    finally:\n        del os.environ['APP_MODE']\n",
            "it is put back",
        ),
        Good(
            "import os\nimport pytest\n\n\n@pytest.fixture(autouse=True)\ndef environment():\n"
            "    before = dict(os.environ)\n    yield\n    os.environ.clear()\n    os.environ.update(before)\n\n\n"
            "def test_mode(load):\n    os.environ['APP_MODE'] = 'test'\n    assert load()\n",
            "a fixture puts it back",
        ),
        Good(
            "import os\nimport pytest\n\nos.environ['APP_MODE'] = 'test'\n\n\n@pytest.fixture(scope='session')\n"
            "def stage():\n    os.environ['APP_REGION'] = 'eu'\n",
            "these set the stage for the whole suite",
        ),
        Good(
            "import os\n\n\ndef test_report(write, tmp_path):\n    before = os.getcwd()\n    os.chdir(tmp_path)\n"
            "    write(open('report.csv', 'w'))\n    os.chdir(before)\n",
            "the working directory is a temporary one, and is left again",
        ),
        Good(
            "import shutil\nimport tempfile\nimport unittest\n\n\nclass ExportTest(unittest.TestCase):\n"
            "    def setUp(self):\n        self.target = tempfile.mkdtemp()\n\n    def tearDown(self):\n"
            "        shutil.rmtree(self.target)\n\n    def test_export(self):\n        self.assertTrue(self.target)\n",
            "the class clears up",
        ),
        Good(
            "import os\nfrom base import AppTest\n\n\nclass ModeTest(AppTest):\n    def test_mode(self):\n"
            "        os.environ['APP_MODE'] = 'test'\n        self.assertTrue(self.load())\n",
            "nobody can tell what the base class does afterwards",
        ),
    )

    def read(self, file: TestFile) -> Iterator[Hit]:
        """Statements of tests, function fixtures and `setUp` that change the process's surroundings."""
        words = [word for word in _CALLS if word in file.text]
        variables = "environ" in file.text
        for unit in file.units if words or variables else ():
            if not _counts(unit):
                continue
            for assignment in unit.of(ast.Assign) if variables else ():
                if isinstance(assignment.targets[0], ast.Subscript):
                    yield from self._variable(assignment, assignment.targets[0], unit, file)
            for call in unit.calls(*words) if words else ():
                if not is_nested(call, unit) and runs_alone(unit):
                    yield from self._call(call, unit, file)

    def _call(self, node: ast.Call, unit: Unit, file: TestFile) -> Iterator[Hit]:
        name = file.dotted(node.func)
        if name == "os.chdir":
            yield from self._directory(node, unit, file)
        elif name in _MAKERS or (name == "tempfile.NamedTemporaryFile" and constant(keyword(node, "delete")) is False):
            if not keyword(node, "dir") and len(node.args) < 3 and not clears_files(unit):
                yield Hit(node, f"`{name}` makes something that nobody removes", unit, cure="Use `tmp_path`.")
        elif name == "open":
            yield from self._file(node, unit)

    def _variable(self, node: ast.Assign, target: ast.Subscript, unit: Unit, file: TestFile) -> Iterator[Hit]:
        if file.dotted(target.value) != "os.environ" or is_nested(node, unit) or not runs_alone(unit):
            return
        if _ENVIRONMENT_BACK.search(_without(text_of_unit(unit), file, node)) or _in_patch(node, unit):
            return
        if any("environ" in text_of_unit(other) for other in units_around(unit)) or "environ" in _decorators(unit):
            return
        if _is_set_again(target, unit) or (unit.kind is UnitKind.FIXTURE and is_autouse(unit)):
            return
        variable = text_of(target.slice) or "a variable"
        fix: Sequence[TextEdit] = ()
        asking = asking_for(file, unit, "monkeypatch")
        if asking is not None and len(node.targets) == 1:
            key, value = (file.text[slice(*file.span(one))] for one in (target.slice, node.value))
            fix = (*asking, TextEdit(*file.span(node), f"monkeypatch.setenv({key}, {value})"))
        message = f"sets the environment variable {variable} for every test that runs later, too"
        yield Hit(node, message, unit, fix=tuple(fix), cure="Use `monkeypatch.setenv`, which puts it back.")

    def _directory(self, node: ast.Call, unit: Unit, file: TestFile) -> Iterator[Hit]:
        around = text_around(unit)
        if (
            _MOVING.intersection(unit.arguments)
            or around.count("chdir") > 1
            or "finally" in around
            or "addCleanup" in around
            or "cwd" in around.lower()
        ):
            return
        asking = asking_for(file, unit, "monkeypatch")
        edits = (*asking, TextEdit(*file.span(node.func), "monkeypatch.chdir")) if asking is not None else ()
        message = "moves the working directory for every test that runs later, too"
        yield Hit(node, message, unit, fix=edits, cure="Use `monkeypatch.chdir`, which moves back.")

    def _file(self, node: ast.Call, unit: Unit) -> Iterator[Hit]:
        path, mode = text_of(node.args[0] if node.args else None), text_of(_mode(node))
        shared = path.startswith(("/tmp/", "/var/tmp/"))
        if not path or not re.match(r"[wax]", mode) or (not shared and re.match(r"[/\\~]|[A-Za-z]:|\{", path)):
            return
        around = text_around(unit)
        if not clears_files(unit) and (shared or not _ELSEWHERE.search(around)):
            place = "" if shared else " into the working directory"
            yield Hit(node, f"writes {path}{place} and leaves it there", unit, cure="Use `tmp_path`.")


def _mode(node: ast.Call) -> ast.expr | None:
    return node.args[1] if len(node.args) > 1 else keyword(node, "mode")


def _counts(unit: Unit) -> bool:
    """Whether it runs once for each test."""
    if unit.kind is UnitKind.FIXTURE:
        return not is_wide(unit)
    return unit.kind is UnitKind.TEST or (unit.name in ("setUp", "setup_method", "asyncSetUp") and bool(unit.classes))


def _without(text: str, file: TestFile, node: ast.stmt) -> str:
    """The text without the statement that is judged."""
    return text.replace("\n".join(file.lines[node.lineno - 1 : node.end_lineno]), "", 1)


def _is_set_again(target: ast.Subscript, unit: Unit) -> bool:
    """Whether the unit sets the same variable a second time, to what it was."""
    same = [
        other
        for assignment in unit.of(ast.Assign)
        for other in assignment.targets
        if isinstance(other, ast.Subscript) and ast.dump(other) == ast.dump(target)
    ]
    return len(same) > 1


def _decorators(unit: Unit) -> str:
    return "\n".join(ast.unparse(expression) for _name, expression in unit.decorators)


def _in_patch(node: ast.AST, unit: Unit) -> bool:
    """Whether it stands in a `with` that may put the environment back."""
    around = parent_of(node)
    while around is not None and around is not unit.node:
        if isinstance(around, ast.With | ast.AsyncWith):
            names = [dotted_name(i.context_expr.func) for i in around.items if isinstance(i.context_expr, ast.Call)]
            if any("env" in name.lower() or "patch" in name for name in names):
                return True
        around = parent_of(around)
    return False
