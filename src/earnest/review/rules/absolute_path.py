"""ET405: a test uses a file at a place that only one machine has, or that all tests of a machine share."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

from ...model import TextEdit
from ..mending import asking_for
from ..rule import Bad, FileRule, Good, Hit
from ..surroundings import text_around
from ..symbols import SymbolKind
from ..syntax import last_name, source_of, text_of
from ..testfile import TestFile
from ..unit import Unit, UnitKind
from ..walk import is_nested, parent_of

__all__ = ["AbsolutePath"]

_TMP = re.compile(r"/(?:var/)?tmp/[^\s{}*?]+$")
_HOME = re.compile(r"(?:/(?:home|Users)/[^\s/{}]+/[^\s{}*?]+|/root/[^\s{}*?]+|[A-Za-z]:[\\/]Users[\\/][^{}*?]+)$")
_NOWHERE = re.compile(
    r"not?[-_ ]?(?:exist|such|found|real|there)|non-?_?exist|missing|invalid|bogus|dummy|fake|absent", re.I
)
_FUNCTIONS = frozenset({
    "open", "io.open", "codecs.open", "gzip.open", "os.open", "os.mkdir", "os.makedirs", "os.remove", "os.unlink",
    "os.rmdir", "os.listdir", "os.scandir", "os.chdir", "os.symlink", "shutil.rmtree", "shutil.copy",
    "shutil.copyfile", "shutil.copytree", "shutil.move", "sqlite3.connect", "zipfile.ZipFile", "tarfile.open",
})  # fmt: skip
"""Functions that use a path, which is one of their first two arguments."""
_METHODS = frozenset({
    "open", "read_text", "read_bytes", "write_text", "write_bytes", "mkdir", "touch", "unlink", "rmdir", "iterdir",
    "symlink_to",
})  # fmt: skip
"""Methods of a path that use what lies there."""
_PRETENDED = re.compile(
    r"mock_open|pyfakefs|\bfs\b|patch\([^)\n]*(?:open|os\.|pathlib|shutil)|setattr\([^)\n]*(?:open|os\b)"
)
_PATHS = frozenset({"pathlib.Path", "pathlib.PosixPath"})
_EXAMPLE_HOME = "/" + "home/ada/project/config.yaml"
_EXAMPLE_TMP = "/" + "tmp/report.csv"
_CONFIG = {
    "src/app/config.py": "def load_config(path):\n    with open(path) as file:\n        return file.read()\n\n\n"
    "def name_of(path):\n    return path.split('/')[-1]\n"
}


class AbsolutePath(FileRule):
    """A test opens, writes or removes a file at a fixed place such as `/home/…` or `/tmp/…`.

    A directory under somebody's home exists on one machine. A file in the shared temporary directory is seen by every
    other run on the machine: two workers, two branches or two people write into the same one, and the left-overs of the
    last run are the input of the next.

    Do instead: use `tmp_path` for what the test writes, and a path beside the test file
    (`Path(__file__).parent / "data"`) for what it reads.

    Stays silent: when the path is only text that is compared, parsed or handed to a mock; when its name says that nothing
    is there; when files are pretended (`mock_open`, pyfakefs); on system files such as `/etc/hosts` and `/dev/null`.
    """

    code = "ET405"
    name = "absolute-path"
    cure = "Use `tmp_path` for what the test writes, and a path beside the test file for what it reads."
    bad = (
        Bad(
            f"from app.config import load_config\n\n\ndef test_config():\n    config = load_config("
            f'"{_EXAMPLE_HOME}")  # flagged\n    assert config\n',
            _CONFIG,
        ),
        Bad(
            f'def test_report(write):\n    write("{_EXAMPLE_TMP}")\n    with open("{_EXAMPLE_TMP}") as file:  # flagged\n'
            "        assert file.read()\n",
            fixed='def test_report(write, tmp_path):\n    write(str(tmp_path / "report.csv"))\n'
            '    with open(str(tmp_path / "report.csv")) as file:  # flagged\n        assert file.read()\n',
        ),
        Bad(
            f"import pytest\nfrom pathlib import Path\n\n\n@pytest.fixture\ndef report():\n    "
            f'path = Path("{_EXAMPLE_TMP}")  # flagged\n'
            '    path.write_text("a,b")\n    return path\n',
            fixed="import pytest\nfrom pathlib import Path\n\n\n@pytest.fixture\ndef report(tmp_path):\n"
            '    path = Path(str(tmp_path / "report.csv"))  # flagged\n    path.write_text("a,b")\n    return path\n',
        ),
    )
    good = (
        Good(
            f"from app.config import name_of\n\n\ndef test_name(parse):\n    "
            f'assert name_of("{_EXAMPLE_HOME}") == "config.yaml"\n'
            f'    assert parse("{_EXAMPLE_TMP}").path == "{_EXAMPLE_TMP}"\n',
            "the paths are only text",
            _CONFIG,
        ),
        Good(
            "import pytest\n\n\ndef test_gone():\n    with pytest.raises(FileNotFoundError):\n"
            f'        open("{_EXAMPLE_TMP}")\n    assert open("/dev/null").read() == ""\n',
            "the test is about a file that is not there, and about one of the system's",
        ),
        Good(
            "from unittest.mock import mock_open, patch\n\n\ndef test_read():\n"
            f"    with patch('builtins.open', mock_open(read_data='a')):\n"
            f"        assert open('{_EXAMPLE_TMP}').read() == 'a'\n",
            "no file is opened",
        ),
        Good(
            "def test_report(tmp_path):\n    path = tmp_path / 'report.csv'\n    path.write_text('a')\n"
            "    assert open(path).read() == 'a'\n",
            "a directory of the test's own",
        ),
    )

    def read(self, file: TestFile) -> Iterator[Hit]:
        """Literals of tests and fixtures that name such a place and are used as a path."""
        if not any(place in file.text for place in ("/tmp/", "/home/", "/Users/", "/root/", "\\Users\\")):
            return
        for unit in file.units:
            if unit.kind not in (UnitKind.TEST, UnitKind.FIXTURE):
                continue
            for place in _places(unit):
                if place.is_used(unit) and not _PRETENDED.search(text_around(unit)):
                    whose = "which every run on the machine shares" if place.shared else "which only one machine has"
                    yield Hit(place.nodes[0], f"uses {place.path}, {whose}", unit, _fix(file, unit, place))


@dataclass(frozen=True, slots=True)
class _Place:
    """One such path and where it is written in a test; those that are used first."""

    path: str
    shared: bool
    nodes: list[ast.Constant]

    def is_used(self, unit: Unit) -> bool:
        """Whether one of the literals reaches a function that looks at files; that one comes first then."""
        for index, node in enumerate(self.nodes):
            if _is_used(node, unit) and not _expected_to_fail(node, unit):
                self.nodes.insert(0, self.nodes.pop(index))
                return True
        return False


def _places(unit: Unit) -> list[_Place]:
    found: dict[str, _Place] = {}
    for node in unit.of(ast.Constant):
        text = text_of(node)
        if len(text) > 5 and (_TMP.match(text) or _HOME.match(text)) and not _NOWHERE.search(text):
            found.setdefault(text, _Place(text, bool(_TMP.match(text)), [])).nodes.append(node)
    return list(found.values())


def _is_used(node: ast.expr, unit: Unit) -> bool:
    around = parent_of(node)
    if isinstance(around, ast.keyword):
        around = parent_of(around)
    if isinstance(around, ast.Call):
        if unit.file.dotted(around.func) in _PATHS:
            return _handled(around, unit) or _is_used(around, unit)
        return _opens(around, node, unit)
    if isinstance(around, ast.Assign) and around.value is node:
        return _handled(node, unit)
    return False


def _handled(node: ast.expr, unit: Unit) -> bool:
    """Whether something is done with the path: `.write_text()`, or through a name that holds it."""
    around = parent_of(node)
    if isinstance(around, ast.Attribute):
        return around.attr in _METHODS and isinstance(parent_of(around), ast.Call)
    if not isinstance(around, ast.Assign) or not isinstance(around.targets[0], ast.Name):
        return False
    name = around.targets[0].id
    if len(unit.assigned.get(name, ())) != 1:
        return False
    for call in unit.of(ast.Call):
        owner = call.func.value if isinstance(call.func, ast.Attribute) else None
        if isinstance(owner, ast.Name) and owner.id == name and last_name(call.func) in _METHODS:
            return True
        for given in (*call.args, *(one.value for one in call.keywords)):
            if isinstance(given, ast.Name) and given.id == name and _opens(call, given, unit):
                return True
    return False


def _opens(call: ast.Call, given: ast.expr, unit: Unit) -> bool:
    """Whether the call looks at the file that this argument names."""
    name = unit.file.dotted(call.func)
    if name in _FUNCTIONS:
        return given in call.args[:2]
    origin = unit.file.origin_in(unit, call.func)
    if not origin.own or origin.kind is not SymbolKind.FUNCTION or not isinstance(origin.node, ast.FunctionDef):
        return False
    parameters = [one.arg for one in origin.node.args.args]
    if given in call.args:
        index = call.args.index(given) + (parameters[:1] in (["self"], ["cls"]))
        parameter = parameters[index] if index < len(parameters) else ""
    else:
        parameter = next((one.arg or "" for one in call.keywords if one.value is given), "")
    return bool(parameter) and _function_opens(origin.node, parameter)


def _function_opens(function: ast.FunctionDef, parameter: str) -> bool:
    """Whether the project's own function opens its parameter."""
    for node in ast.walk(function):
        if isinstance(node, ast.Call):
            first = source_of(node.args[0]) if node.args else ""
            if last_name(node.func) == "open" and parameter in (first, source_of(node.func).removesuffix(".open")):
                return True
            if last_name(node.func) in _METHODS and re.match(
                rf"(?:(?:pathlib\.)?Path\()?{re.escape(parameter)}\)?\.", source_of(node.func)
            ):
                return True
    return False


def _expected_to_fail(node: ast.AST, unit: Unit) -> bool:
    """Whether it stands where an error is expected."""
    around = parent_of(node)
    while around is not None and around is not unit.node:
        if isinstance(around, ast.With | ast.AsyncWith) and any(
            "raises" in source_of(item.context_expr).lower() for item in around.items
        ):
            return True
        if isinstance(around, ast.Call) and "raises" in last_name(around.func).lower():
            return True
        around = parent_of(around)
    return is_nested(node, unit)


def _fix(file: TestFile, unit: Unit, place: _Place) -> tuple[TextEdit, ...]:
    """All literals of this place in the unit become one in its `tmp_path`; nothing for places that must exist."""
    asking = asking_for(file, unit, "tmp_path")
    if asking is None or not place.shared or any(is_nested(node, unit) for node in place.nodes):
        return ()
    own = {id(node) for node in _decorations(unit)}
    if any(id(node) in own for node in place.nodes):
        return ()
    inner = re.sub(r"^/(?:var/)?tmp/", "", place.path)
    edits = [TextEdit(*file.span(node), f'str(tmp_path / "{inner}")') for node in place.nodes]
    return tuple(sorted((*asking, *edits), key=lambda edit: edit.start))


def _decorations(unit: Unit) -> Iterator[ast.AST]:
    """What is evaluated before the fixtures exist."""
    if unit.node is not None:
        for decorator in unit.node.decorator_list:
            yield from ast.walk(decorator)
        for default in (*unit.node.args.defaults, *unit.node.args.kw_defaults):
            if default is not None:
                yield from ast.walk(default)
