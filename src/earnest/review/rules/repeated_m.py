"""ET705: `-m` twice."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator

from ...model import Severity
from ..codebase import Codebase
from ..configuration import command_lines, line_of_key, read_lines
from ..rule import Bad, Good, Hit, Place, ProjectRule

__all__ = ["RepeatedM"]

_PYTEST = re.compile(r"(?:^|[\s;&|@'\"=/])(?:pytest|py\.test)(?=\s)")
_TEST = "def test_a(shop):\n    assert shop.open\n"
_END = frozenset({"&&", "||", ";", "|"})


class RepeatedM(ProjectRule):
    """A pytest command line, or `addopts`, has `-m` twice. Only the last one counts.

    `pytest -m "not slow" -m "not network"` runs the slow tests. `-m unit -m integration` runs half of what it says, and
    the build is green.

    Do instead: one expression, `-m "not slow and not network"`, `-m "unit or integration"`.

    Stays silent: for `python -m pytest -m unit`, whose first `-m` is Python's.
    """

    code = "ET705"
    name = "repeated-m"
    severity = Severity.ERROR
    cure = 'Write one expression: `-m "a and b"`.'
    bad = (
        Bad(_TEST, files={"Makefile": 'test:\n\tpytest -m "not slow" -m "not network" tests  # flagged\n'}),
        Bad(
            _TEST,
            files={
                "pyproject.toml": "[tool.pytest.ini_options]\naddopts = \"-m 'not slow' -m 'not network'\"  # flagged\n"
            },
        ),
    )
    good = (
        Good(_TEST, "Python's own", files={"Makefile": "test:\n\tpython -m pytest -m unit tests\n"}),
        Good(_TEST, "one expression", files={"Makefile": 'test:\n\tpytest -m "not slow and not network"\n'}),
        Good(_TEST, "two commands", files={"Makefile": "test:\n\tpytest -m unit && pytest -m e2e\n"}),
        Good(
            _TEST,
            "another program's option",
            files={".github/workflows/ci.yml": "steps:\n  - run: pytest -m unit && git commit -m done\n"},
        ),
    )

    def look(self, codebase: Codebase) -> Iterator[Hit]:
        """`addopts`, then every command of make, tox and CI."""
        options = codebase.survey.options
        if _markers(list(options.addopts)) > 1:
            line = line_of_key(read_lines(codebase.root, options.place), "addopts")
            yield Hit(Place(max(line, 1), file=options.place), "addopts has -m twice, and only the last one counts")
        for path, number, text in command_lines(codebase.root):
            for command in _commands(text) if "-m" in text else ():
                if _markers(command) > 1:
                    yield Hit(
                        Place(number, file=path),
                        f"`{' '.join(command)[:70]}` has -m twice, and only the last one counts",
                    )


def _commands(text: str) -> Iterator[list[str]]:
    """The arguments of each pytest in the line, up to the end of its command."""
    for match in _PYTEST.finditer(text):
        try:
            words = shlex.split(text[match.end() :], comments=True)
        except ValueError:
            continue
        end = next((position for position, word in enumerate(words) if word in _END or word.endswith(";")), len(words))
        yield words[:end]


def _markers(words: list[str]) -> int:
    return sum(word == "-m" or ((word.startswith("-m") and word[2:3] in "'\"=") and len(word) > 2) for word in words)
