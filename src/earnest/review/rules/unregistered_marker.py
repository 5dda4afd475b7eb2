"""ET702: a marker that nobody knows."""

from __future__ import annotations

import ast
import difflib
import re
from collections.abc import Iterator

from ...model import Severity, TextEdit
from ..codebase import Codebase
from ..configuration import SECTIONS, read_lines, section_line
from ..rule import Bad, FileRule, Good, Hit, Place, ProjectRule
from ..testfile import TestFile
from ..walk import parent_of

__all__ = ["UnregisteredMarker"]

_BUILTIN = frozenset("filterwarnings parametrize skip skipif tryfirst trylast usefixtures xfail".split())  # noqa: SIM905 - reads as a list of words
_PLUGINS = (
    "allow_hosts anyio asyncio asyncio_cooperative backends benchmark block_network celery database default_cassette"
    " dependency disable_socket django_db dynamodb elasticsearch enable_socket first flaky forked freeze_time gen_test"
    " group httpx_mock hypothesis ignore_template_errors incremental last limit_memory local_badssl mongo mypy_testing"
    " network no_cover no_parallel openfiles order postgresql qt_no_exception_capture redis repeat rerun respx run"
    " runner_setup snapshot thread_unsafe parallel_threads iterations time_machine timeout tornado trio twisted urls vcr"
    " xdist_group sphinx remote_data doctest_plus isolated_filesystem cpplint script_launch_mode options"
)
_KNOWN = _BUILTIN | frozenset(_PLUGINS.split())
_REGISTERED = re.compile(r"""addinivalue_line\(\s*["']markers["']\s*,\s*(?:[rf]*["']{1,3}\s*(\w+))?""")
_NEAR = 0.75
_STRICT = '[tool.pytest.ini_options]\naddopts = "--strict-markers"\n'
_STRICT_INI = "[pytest]\naddopts = --strict-markers\n"


class UnregisteredMarker(FileRule, ProjectRule):
    """A marker is used that neither pytest's configuration, nor a conftest.py, nor a known plugin registers; most often
    a misspelt one. Or the project registers markers and does not make pytest refuse others.

    `@pytest.mark.slwo` is a fine marker as far as pytest is concerned: the test runs with the fast ones.
    `@pytest.mark.parameterize` runs nothing at all.

    Do instead: spell it right; register the project's own under `markers`, and set `--strict-markers`, so that the next
    mistake stops the collection.

    Stays silent: for markers of pytest and of widespread plugins; where the project registers markers by code whose
    names the text does not show; in directories with a pytest configuration of their own. Where pytest refuses unknown
    markers already (`--strict-markers`, or an `error` filter, which makes an error of its warning), only for those that
    look like a registered one.
    """

    code = "ET702"
    name = "unregistered-marker"
    safe_fix = True
    cure = "Spell it as it is registered, or register it under `markers`, and set --strict-markers."
    bad = (
        Bad(
            "import pytest\n\n\n@pytest.mark.slwo  # flagged\ndef test_a(shop):\n    assert shop.open\n",
            files={"pyproject.toml": f'{_STRICT}markers = ["slow: takes long"]\n'},
            fixed="import pytest\n\n\n@pytest.mark.slow  # flagged\ndef test_a(shop):\n    assert shop.open\n",
        ),
        Bad("import pytest\n\n\n@pytest.mark.parameterize('a', [1])  # flagged\ndef test_a(a):\n    assert a\n"),
        Bad(
            "import pytest\n\npytestmark = pytest.mark.nightly  # flagged\n\n\ndef test_a(shop):\n    assert shop.open\n",
            files={"pytest.ini": "[pytest]  # flagged\nmarkers =\n    slow: takes long\n"},
        ),
        Bad(
            "def test_a(shop):\n    assert shop.open\n",
            files={"pytest.ini": "[pytest]  # flagged\nmarkers =\n    slow: takes long\n"},
        ),
    )
    good = (
        Good(
            "import pytest\n\n\n@pytest.mark.slow\ndef test_a(shop):\n    assert shop.open\n",
            "registered in the configuration",
            files={"pytest.ini": f"{_STRICT_INI}markers =\n    slow(reason): takes long\n"},
        ),
        Good(
            "import pytest\n\n\n@pytest.mark.slow\ndef test_a(shop):\n    assert shop.open\n",
            "registered in conftest.py",
            files={
                "tests/conftest.py": "def pytest_configure(config):\n"
                "    config.addinivalue_line('markers', 'slow: takes long')\n"
            },
        ),
        Good(
            "def test_a(shop):\n    assert shop.open\n",
            "the warning about an unknown marker is an error",
            files={"pytest.ini": "[pytest]\nfilterwarnings = error\nmarkers =\n    slow: takes long\n"},
        ),
        Good(
            "import pytest\n\n\n@pytest.mark.nightly\ndef test_a(shop):\n    assert shop.open\n",
            "pytest would refuse it, so something registers it",
            files={"pytest.ini": f"{_STRICT_INI}markers =\n    slow: takes long\n"},
        ),
        Good("import pytest\n\n\n@pytest.mark.asyncio\nasync def test_a(shop):\n    assert shop.open\n", "a plugin's"),
        Good(
            "import pytest\n\n\n@pytest.mark.odd\ndef test_a(shop):\n    assert shop.open\n",
            "the names that are registered are not in the text",
            files={
                "tests/conftest.py": "def pytest_configure(config):\n    for name in NAMES:\n"
                "        config.addinivalue_line('markers', name)\n"
            },
        ),
    )

    def read(self, file: TestFile) -> Iterator[Hit]:
        """Each unknown marker once in each file."""
        if "mark." not in file.text or _has_own_configuration(file):
            return
        registered = _registered(file)
        if registered is None:
            return
        seen: set[str] = set()
        for unit in file.units:
            for node in unit.of(ast.Attribute):
                name = node.attr
                if not isinstance(node.value, ast.Attribute) or node.value.attr != "mark":
                    continue
                if name in _KNOWN or name in registered or name in seen or file.dotted(node) != f"pytest.mark.{name}":
                    continue
                if isinstance(parent_of(node), ast.Attribute):
                    continue
                seen.add(name)
                hit = self._hit(node, registered, file)
                if hit.fix or not _is_refused(file.codebase):
                    yield hit

    def look(self, codebase: Codebase) -> Iterator[Hit]:
        """The section of the configuration that registers markers without being strict about it."""
        options = codebase.survey.options
        if not options.markers or _is_refused(codebase):
            return
        section = section_line(read_lines(codebase.root, options.place), *SECTIONS)
        if section:
            some = f"{len(options.markers)} markers are" if len(options.markers) > 1 else "a marker is"
            text = f"{some} registered, and pytest lets misspelt ones pass"
            yield Hit(Place(section, file=options.place), text, cure="Add --strict-markers to addopts.")

    def _hit(self, node: ast.Attribute, registered: frozenset[str], file: TestFile) -> Hit:
        near = difflib.get_close_matches(node.attr, sorted(registered | _BUILTIN), n=1, cutoff=_NEAR)
        if near:
            _, end = file.span(node)
            fix = (TextEdit(end - len(node.attr), end, near[0]),)
            text = f"the marker {node.attr!r} is registered nowhere; {near[0]!r} is, and looks much like it"
            return Hit(node, text, fix=fix, severity=Severity.ERROR)
        return Hit(
            node, f"the marker {node.attr!r} is registered nowhere, so a misspelt one would go unnoticed as well"
        )


def _is_refused(codebase: Codebase) -> bool:
    """Whether pytest stops at a marker that it does not know."""
    options = codebase.survey.options
    if any(options.settings.get(key, "").lower() == "true" for key in ("strict_markers", "strict")):
        return True
    given = " ".join(options.addopts)
    return "--strict" in given or any(
        re.match(r"error(?:::pytest\.\w*Warning)?$", one) for one in options.filterwarnings
    )


def _registered(file: TestFile) -> frozenset[str] | None:
    """The project's own markers; None where some are registered under names that the text does not show."""
    codebase = file.codebase
    names = {re.split(r"[:(\s]", line, maxsplit=1)[0] for line in codebase.survey.options.markers}
    texts = [one.text for one in file.conftests]
    if any("pytest_plugins" in text for text in texts):
        return None
    for text in texts:
        for match in _REGISTERED.finditer(text):
            if match[1] is None:
                return None
            names.add(match[1])
    return frozenset(names)


def _has_own_configuration(file: TestFile) -> bool:
    """Whether a pytest configuration lies between the file and the project's root, or none could be found at all."""
    directory = file.path.rpartition("/")[0]
    while directory:
        if any(
            (file.codebase.root / directory / name).is_file()
            for name in ("pytest.ini", ".pytest.ini", "tox.ini", "setup.cfg")
        ):
            return True
        directory = directory.rpartition("/")[0]
    return False
