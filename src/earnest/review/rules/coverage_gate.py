"""ET704: a coverage report that holds nobody to anything."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...model import Severity
from ..codebase import Codebase
from ..configuration import command_lines, line_of_key, read_lines, section_line
from ..rule import Bad, Good, Hit, Place, ProjectRule, Standing

__all__ = ["CoverageGate"]

_TEST = "def test_a(shop):\n    assert shop.open\n"
_BARE = re.compile(
    r"""^\s*(?:["'])?\^?\\?s?\*?(pass|return|raise|else|continue|break|\.\.\.|\.\.\. ?)(?:["'])?,?\s*(?:#.*)?$"""
)
_FILES = (
    ("pyproject.toml", ("tool.coverage.report", "tool.coverage.run")),
    (".coveragerc", ("report", "run")),
    ("setup.cfg", ("coverage:report", "coverage:run")),
    ("tox.ini", ("coverage:report", "coverage:run")),
)
_FLOOR = re.compile(r"fail_under|cov-fail-under|--fail-under")


class CoverageGate(ProjectRule):
    """Coverage is configured without a floor, or excludes lines by a pattern that hides more than it says. Off unless
    selected.

    Without a floor the number sinks by a tenth with each change and nobody decides it. And the patterns of
    `exclude_lines` are searched for anywhere in a line: `pass` also hides `password = read()` and
    `if password_expired(user):`, with all that stands below it.

    Do instead: `fail_under` at today's number; patterns with anchors, `^\\s*pass$`.

    Stays silent: in projects that do not configure coverage.
    """

    code = "ET704"
    name = "coverage-gate"
    standing = Standing.OPT_IN
    severity = Severity.INFO
    cure = "Set fail_under to today's number, and anchor the patterns of exclude_lines."
    bad = (
        Bad(_TEST, files={"pyproject.toml": "[tool.coverage.report]  # flagged\nshow_missing = true\n"}),
        Bad(
            _TEST,
            files={
                "pyproject.toml": '[tool.coverage.report]\nfail_under = 90\nexclude_lines = [\n    "pragma: no cover",\n'
                '    "pass",  # flagged\n]\n'
            },
        ),
    )
    good = (
        Good(_TEST, "coverage is not configured"),
        Good(_TEST, "a floor", files={".coveragerc": "[report]\nfail_under = 90\nexclude_lines =\n    ^\\s*pass$\n"}),
        Good(
            _TEST,
            "the floor is an option",
            files={
                "pyproject.toml": "[tool.coverage.report]\nshow_missing = true\n\n"
                '[tool.pytest.ini_options]\naddopts = "--cov=app --cov-fail-under=90"\n'
            },
        ),
    )

    def look(self, codebase: Codebase) -> Iterator[Hit]:
        """The first file that configures coverage, as coverage.py itself chooses it."""
        for path, sections in _FILES:
            lines = read_lines(codebase.root, path)
            section = section_line(lines, *sections)
            if not section:
                continue
            floor = any(_FLOOR.search(line) for line in lines) or any(
                map(_FLOOR.search, codebase.survey.options.addopts)
            )
            if not floor and not any(_FLOOR.search(text) for _path, _line, text in command_lines(codebase.root)):
                yield Hit(
                    Place(section, file=path),
                    "coverage is measured and nothing fails when it sinks: there is no fail_under",
                )
            yield from _patterns(path, lines)
            return


def _patterns(path: str, lines: list[str]) -> Iterator[Hit]:
    start = line_of_key(lines, "exclude_lines") or line_of_key(lines, "exclude_also")
    for number, line in enumerate(lines[start:], start + 1) if start else ():
        if line.startswith("]") or re.match(r"\s*\w+\s*=|\[", line):
            return
        match = _BARE.match(line)
        if match and "^" not in line:
            text = (
                f"the pattern {match[1]!r} hides every line in which these letters stand, such as `{match[1]}word = …`"
            )
            yield Hit(Place(number, file=path), text)
