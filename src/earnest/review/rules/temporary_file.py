"""ET709: `tempfile` where `tmp_path` serves."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...model import Severity, TextEdit
from ..rule import Bad, Good, Hit, NodeRule
from ..surroundings import clears_files
from ..syntax import constant, keyword, last_name
from ..testfile import TestFile
from ..unit import Unit, UnitKind
from ..walk import is_nested, parent_of

__all__ = ["TemporaryFile"]

_LEFT_BEHIND = frozenset({"tempfile.mkdtemp", "tempfile.mkstemp", "tempfile.mktemp"})
_OTHERS = frozenset({"tempfile.TemporaryDirectory", "tempfile.NamedTemporaryFile"})
_NAMES = frozenset(name.rpartition(".")[2] for name in _LEFT_BEHIND | _OTHERS)


class TemporaryFile(NodeRule):
    """A pytest test makes its own temporary file or directory with `tempfile`.

    `tmp_path` is made by pytest, kept for looking at after a failure, and removed by the third run. What a test makes itself it
    must remove itself, also when it fails; and then what was in it is gone when the failure is looked into.

    Do instead: ask for `tmp_path` and make files in it.

    Stays silent: in `unittest.TestCase`, where fixtures cannot be asked for; outside of tests and fixtures and in functions
    within them; where the directory is given (`dir=`), as for files that must lie on a certain disk; where `tempfile` itself
    is patched, the open file itself is handed on, or rights are changed (other users cannot reach what lies in `tmp_path`).
    What nobody removes is reported by ET404 instead.
    """

    code = "ET709"
    name = "tempfile"
    severity = Severity.INFO
    cure = "Ask for `tmp_path` and make files in it."
    nodes = (ast.Call,)
    bad = (
        Bad(
            "import shutil\nimport tempfile\n\n\ndef test_save(store):\n    where = tempfile.mkdtemp()  # flagged\n"
            "    store.save(where)\n    assert store.load(where)\n    shutil.rmtree(where)\n",
            fixed="import shutil\nimport tempfile\n\n\ndef test_save(store, tmp_path):\n"
            "    where = str(tmp_path)  # flagged\n    store.save(where)\n    assert store.load(where)\n"
            "    shutil.rmtree(where)\n",
        ),
        Bad(
            "from tempfile import NamedTemporaryFile\n\n\ndef test_save(store):\n"
            "    with NamedTemporaryFile() as file:  # flagged\n        store.save(file.name)\n        assert file.read()\n"
        ),
        Bad(
            "import os\nimport tempfile\n\n\ndef test_save(store):\n    where, name = tempfile.mkstemp()  # flagged\n"
            "    store.save(name)\n    assert store.load(name)\n    os.remove(name)\n"
        ),
    )
    good = (
        Good(
            "def test_save(store, tmp_path):\n    store.save(tmp_path / 'a')\n    assert store.load(tmp_path / 'a')\n",
            "tmp_path",
        ),
        Good(
            "import tempfile\n\n\ndef test_save(store):\n    where = tempfile.mkdtemp()\n    assert store.save(where)\n",
            "ET404 says that nobody removes it",
        ),
        Good(
            "import tempfile\nimport unittest\n\n\nclass TestA(unittest.TestCase):\n    def test_a(self):\n"
            "        assert tempfile.mkdtemp()\n",
            "no fixtures there",
        ),
        Good(
            "import tempfile\n\n\ndef test_save(store, tmp_path):\n"
            "    with tempfile.NamedTemporaryFile(dir=tmp_path) as file:\n"
            "        assert store.save(file.name)\n",
            "it lies in tmp_path",
        ),
        Good(
            "import tempfile\n\n\ndef test_descriptor(table):\n    with tempfile.NamedTemporaryFile() as file:\n"
            "        assert table.find(file.name) == file.fileno()\n",
            "the open file is what is tested",
        ),
        Good(
            "import tempfile\n\n\ndef test_reads_a_handle(reader):\n    with tempfile.NamedTemporaryFile() as file:\n"
            "        assert reader.read(file) == ''\n",
            "such a file is what is given to the code",
        ),
        Good(
            "import tempfile\n\n\ndef test_other_user(run_as):\n    with tempfile.TemporaryDirectory() as where:\n"
            "        where.chmod(0o777)\n        assert run_as('nobody', where)\n",
            "another user must reach it",
        ),
        Good(
            "import tempfile\n\n\ndef test_threads(run_in_threads):\n    def work(number):\n"
            "        with tempfile.TemporaryDirectory() as where:\n            return where\n\n"
            "    assert len(set(run_in_threads(work))) == 2\n",
            "each thread makes its own",
        ),
        Good(
            "import tempfile\nfrom unittest.mock import patch\n\n\ndef test_prefix(store):\n"
            "    made = tempfile.mkdtemp()\n    with patch('tempfile.mkdtemp', return_value=made):\n"
            "        assert store.scratch() == made\n",
            "tempfile is what is patched",
        ),
    )

    def visit(self, node: ast.AST, unit: Unit, file: TestFile) -> Iterator[Hit]:
        """Calls in tests and function-scoped fixtures."""
        assert isinstance(node, ast.Call)
        if last_name(node.func) not in _NAMES or unit.kind not in (UnitKind.TEST, UnitKind.FIXTURE) or unit.in_unittest:
            return
        name = file.dotted(node.func)
        if (
            name not in _LEFT_BEHIND | _OTHERS
            or node.args
            or any(given.arg in ("dir", None) for given in node.keywords)
        ):
            return
        if unit.kind is UnitKind.FIXTURE and any("scope" in ast.dump(one) for _, one in unit.decorators):
            return
        if is_nested(node, unit) or _is_about_it(unit) or _is_handed_on(node, unit):
            return
        if (name in _LEFT_BEHIND or constant(keyword(node, "delete")) is False) and not clears_files(unit):
            return
        text = f"{name} in {unit.name} does by hand what `tmp_path` does"
        yield Hit(node, text, fix=tuple(_fix(node, name, unit, file)))


def _is_about_it(unit: Unit) -> bool:
    """Whether the test replaces something of `tempfile`, looks at the open file's descriptor, or changes rights: what lies in
    `tmp_path` other users cannot reach."""
    return bool(unit.calls("fileno", "chmod", "chown")) or any(
        isinstance(one.value, str) and one.value.startswith("tempfile.") for one in unit.of(ast.Constant)
    )


def _is_handed_on(call: ast.Call, unit: Unit) -> bool:
    """Whether the open file itself, rather than its name, is given to something."""
    around = parent_of(call)
    target = around.optional_vars if isinstance(around, ast.withitem) else None
    if isinstance(around, ast.Assign):
        target = around.targets[0]
    if not isinstance(target, ast.Name) or not last_name(call.func).endswith("File"):
        return False
    given = [
        argument for other in unit.of(ast.Call) for argument in (*other.args, *(one.value for one in other.keywords))
    ]
    return any(isinstance(one, ast.Name) and one.id == target.id for one in given)


def _fix(call: ast.Call, name: str, unit: Unit, file: TestFile) -> Iterator[TextEdit]:
    """`where = tempfile.mkdtemp()` becomes `where = str(tmp_path)`, where the test makes one directory."""
    around = parent_of(call)
    if name != "tempfile.mkdtemp" or call.keywords or not isinstance(around, ast.Assign) or unit.node is None:
        return
    if sum(file.dotted(one.func) == name for one in unit.of(ast.Call)) > 1 or "tmp_path" in unit.arguments:
        return
    given = unit.node.args
    if given.kwonlyargs or given.vararg or given.kwarg or given.defaults or given.posonlyargs:
        return
    yield TextEdit(*file.span(call), "str(tmp_path)")
    if given.args:
        _, end = (
            file.offset(given.args[-1].lineno, 0),
            file.offset(given.args[-1].end_lineno or 1, given.args[-1].end_col_offset or 0),
        )
        yield TextEdit(end, end, ", tmp_path")
    else:
        start = (
            file.text.index("(", file.text.index(unit.node.name, file.offset(unit.node.lineno, unit.node.col_offset)))
            + 1
        )
        yield TextEdit(start, start, "tmp_path")
