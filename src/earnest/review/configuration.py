"""Text of the project's configuration files, for rules that point at a line of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

__all__ = ["SECTIONS", "Line", "command_lines", "line_of_key", "read_lines", "section_line"]

Line = tuple[str, int, str]
"""Relative path, number of the line from 1, text."""

SECTIONS = ("tool.pytest.ini_options", "tool.pytest", "pytest", "tool:pytest")
"""The headers under which pytest's options stand, in any of its files."""
_COMMANDS = (
    "Makefile",
    "makefile",
    "GNUmakefile",
    "tox.ini",
    "justfile",
    "Justfile",
    "Taskfile.yml",
    "noxfile.py",
    "setup.cfg",
)
_CONTINUED = re.compile(r"\\\s*$")
_LARGEST = 1_000_000
"""Bytes: what is larger was not written by a person."""


def read_lines(root: Path, path: str) -> list[str]:
    """The lines of a text file below the root; none where it cannot be read."""
    file = root / path
    try:
        if file.stat().st_size > _LARGEST:
            return []
        return file.read_text(encoding="utf-8").split("\n")
    except (OSError, ValueError):
        return []


def line_of_key(lines: list[str], key: str) -> int:
    """The first line that assigns `key` in TOML or INI; 0 where there is none."""
    pattern = re.compile(rf"\s*[\"']?{re.escape(key)}[\"']?\s*[=:]")
    return next((number for number, line in enumerate(lines, 1) if pattern.match(line)), 0)


def section_line(lines: list[str], *names: str) -> int:
    """The line of the first of these section headers, e.g. `tool.pytest.ini_options`; 0 where there is none."""
    headers = {f"[{name}]" for name in names}
    return next((number for number, line in enumerate(lines, 1) if line.split("#")[0].strip() in headers), 0)


def command_lines(root: Path) -> Iterator[Line]:
    """The lines of files that run commands (make, tox, CI), those continued by a backslash joined, at the first one."""
    paths = [path for path in _COMMANDS if (root / path).is_file()]
    paths += [path.relative_to(root).as_posix() for path in sorted(root.glob(".github/workflows/*.y*ml"))]
    paths += [path for path in (".gitlab-ci.yml", ".travis.yml", "azure-pipelines.yml") if (root / path).is_file()]
    paths += [path.relative_to(root).as_posix() for path in sorted(root.glob("*.sh"))]
    for path in paths:
        yield from ((path, number, text) for number, text in _joined(read_lines(root, path)))


def _joined(lines: list[str]) -> Iterator[tuple[int, str]]:
    start, parts = 0, []
    for number, line in enumerate(lines, 1):
        start = start or number
        parts.append(_CONTINUED.sub(" ", line))
        if not _CONTINUED.search(line):
            yield start, "".join(parts)
            start, parts = 0, []
    if parts:
        yield start, "".join(parts)
