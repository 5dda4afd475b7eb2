"""Content keys: two trials with the same key ask the same question, so that the second need not be asked."""

from __future__ import annotations

import hashlib
import os
import platform
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

from .. import __version__
from ..config import Settings
from ..model import Baseline, Change, Project
from ..project import skeleton_digest

__all__ = ["Keys"]

_IGNORED = frozenset({"__pycache__", "node_modules"})
_ROOT_FILES = ("*.toml", "*.cfg", "*.ini", "*.lock", "requirements*.txt", "setup.py", "conftest.py")
"""What in the root itself can change how tests run. Reports that other tools leave there cannot."""
_LIMIT = 20_000
"""Files looked at beside the Python sources; beyond it the count alone enters the key."""


class Keys:
    """Digests what a verdict depends on: the changed file, the tests, what they execute, and everything that all share."""

    def __init__(self, project: Project, baseline: Baseline, settings: Settings) -> None:
        """Reads and digests every file once."""
        self._files = {source.path: source.digest for source in project.sources}
        self._tests = [
            _digest([test.id, _file_digest(project.root / test.file), *files])
            for test, files in zip(baseline.tests, self._executed(baseline), strict=True)
        ]
        self._shared = _digest(
            [
                *_environment(settings),
                *sorted(f"{source.path} {skeleton_digest(source.text)}" for source in project.sources),
                *_other_files(project, baseline, frozenset(self._files) | {test.file for test in baseline.tests}),
            ]
        )

    def of(self, change: Change, tests: Iterable[int], *, confirm: bool) -> str:
        """The key of the question whether these tests notice this change."""
        asked = [self._shared, str(confirm), change.id, change.after, self._files[change.location.file]]
        return _digest([*asked, *(self._tests[index] for index in sorted(tests))])

    def _executed(self, baseline: Baseline) -> list[list[str]]:
        """For each test, the digests of the first-party files of which it ran a line."""
        files: list[set[str]] = [set() for _ in baseline.tests]
        for file, lines in baseline.coverage.by_line.items():
            for test in frozenset().union(*lines.values()):
                files[test].add(f"{file} {self._files.get(file, '')}")
        return [sorted(names) for names in files]


def _environment(settings: Settings) -> Iterable[str]:
    """What changes all verdicts at once: Earnest, Python, pytest, and how the suite is run."""
    yield from (__version__, sys.version, platform.machine(), pytest.__version__)
    yield repr(
        (settings.pytest_args, settings.tests, settings.memory, settings.timeout_factor, settings.minimum_seconds)
    )
    yield repr(sorted(settings.environment.items()))
    yield repr(sorted(_installed()))


def _installed() -> Iterable[str]:
    """The distributions beside us, by the names of their metadata directories, which hold their versions."""
    for entry in sys.path:
        if entry.endswith("-packages") and os.path.isdir(entry):
            yield from (name for name in os.listdir(entry) if name.endswith((".dist-info", ".egg-info")))


def _other_files(project: Project, baseline: Baseline, known: frozenset[str]) -> Iterable[str]:
    """Configuration and lock files, and what lies beside tests and sources: conftest files by content, data by time."""
    root = project.root
    configuration = (path for pattern in _ROOT_FILES for path in root.glob(pattern))
    count = 0
    for path in sorted({*configuration, *_beside(project, baseline)}):
        relative = path.relative_to(root).as_posix()
        if relative in known or path.suffix in {".pyc", ".pyo"}:
            continue
        count += 1
        if count <= _LIMIT:
            yield f"{relative} {_file_digest(path) if path.suffix == '.py' else _stamp(path)}"
    yield str(count)


def _beside(project: Project, baseline: Baseline) -> Iterable[Path]:
    """Every file below the topmost directories that hold tests or sources, apart from the root."""
    files = [*(test.file for test in baseline.tests), *(source.path for source in project.sources)]
    for top in sorted({Path(file).parts[0] for file in files if len(Path(file).parts) > 1}):
        for directory, subdirectories, names in os.walk(project.root / top):
            subdirectories[:] = [name for name in subdirectories if name not in _IGNORED and not name.startswith(".")]
            yield from (Path(directory, name) for name in names)


def _stamp(path: Path) -> str:
    try:
        status = os.stat(path)
    except OSError:
        return "unreadable"
    return f"{status.st_size} {status.st_mtime_ns}"


def _file_digest(path: str | os.PathLike[str]) -> str:
    try:
        with open(path, "rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return "unreadable"


def _digest(parts: Iterable[str]) -> str:
    digest = hashlib.blake2b(digest_size=20)
    for part in parts:
        data = part.encode(errors="surrogatepass")
        digest.update(len(data).to_bytes(8, "big") + data)
    return digest.hexdigest()
