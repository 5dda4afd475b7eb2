"""Where the embedded server keeps its files: data in the user's cache, sockets in a directory with a short path."""

from __future__ import annotations

import hashlib
import os
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path

from ...errors import ServiceError
from .build import Build

__all__ = ["PROJECT", "Places", "cache_directory", "note_project", "places_of", "temporary_places"]

PROJECT = "project"
"""The file in a server's home that says which project it belongs to."""

_LONGEST_SOCKET = 100
"""Bytes. A path of a unix socket has 108 with its end on Linux and 104 on macOS, see unix(7)."""


@dataclass(frozen=True, slots=True)
class Places:
    """The directories and files of one server."""

    home: Path
    """All that belongs to this project's server; mode 0700."""
    initial: Path
    """A cluster as initdb left it, shared by all projects that use the same build."""
    sockets: Path
    """Holds the socket and nothing else; mode 0700."""

    @property
    def data(self) -> Path:
        """The data directory."""
        return self.home / "data"

    @property
    def log(self) -> Path:
        """What the server wrote to its standard error since it was started."""
        return self.home / "server.log"

    @property
    def mutex(self) -> Path:
        """Locked by whoever is about to start, stop or clean."""
        return self.home / "mutex"

    @property
    def users(self) -> Path:
        """Locked, shared, by each process that uses the server."""
        return self.home / "users"

    @property
    def keeper(self) -> Path:
        """Locked by the keeper for as long as the server lives; holds the keeper's process id."""
        return self.home / "keeper"


def cache_directory() -> Path:
    """Where Earnest may keep things for this user; a private directory beside others' files where there is no home."""
    # The XDG base directory specification: a relative XDG_CACHE_HOME is to be ignored.
    configured = Path(os.environ.get("XDG_CACHE_HOME", ""))
    candidates = [configured if configured.is_absolute() else Path(os.path.expanduser("~"), ".cache")]
    candidates.append(Path(tempfile.gettempdir(), f"earnest-cache-{os.geteuid()}"))
    for base in candidates:
        directory = base / "earnest" / "postgres"
        try:
            directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError:
            continue
        if os.access(directory, os.W_OK | os.X_OK) and directory.stat().st_uid == os.geteuid():
            return directory
    raise ServiceError(
        f"No directory for PostgreSQL's data can be written to: tried {' and '.join(map(str, candidates))}.",
        cure="Set XDG_CACHE_HOME to a directory of your own, or TEST_DATABASE_URL to a server that runs.",
    )


def places_of(root: Path, build: Build) -> Places:
    """The places of the project at this root with this build; the directories exist then. Raises ServiceError."""
    return _places(_digest(f"{os.path.realpath(root)}\0{build.fingerprint()}"), build)


def note_project(places: Places, root: Path) -> None:
    """Leaves a note for `earnest services status`."""
    (places.home / PROJECT).write_text(os.path.realpath(root), encoding="utf-8")


def temporary_places(build: Build, name: str) -> Places:
    """Places that no project has; whoever uses them removes them. Raises ServiceError."""
    return _places(f"private-{name}", build)


def _places(name: str, build: Build) -> Places:
    cache = cache_directory()
    home = cache / name
    home.mkdir(mode=0o700, exist_ok=True)
    return Places(home, cache / f"initial-{build.major}-{_digest(build.fingerprint())}", _sockets(name))


def _sockets(name: str) -> Path:
    """Not below the data: a project or a home with a long path would leave no room for the socket's name."""
    bases = (os.environ.get("XDG_RUNTIME_DIR"), tempfile.gettempdir(), "/tmp")
    for base in bases:
        directory = Path(base or "/nonexistent", f"earnest-{os.geteuid()}-{name}")
        if len(os.fsencode(directory / ".s.PGSQL.5432")) <= _LONGEST_SOCKET and _is_private(directory):
            return directory
    raise ServiceError(
        "No directory for PostgreSQL's socket: its path must be short, and private to this user.",
        cure=f"Remove {directory}, or set TMPDIR to a directory with a short path.",
    )


def _is_private(directory: Path) -> bool:
    """Makes the directory; somebody else may have put one of that name there before, or a link."""
    try:
        directory.mkdir(mode=0o700, exist_ok=True)
        status = directory.lstat()
    except OSError:
        return False
    is_ours = stat.S_ISDIR(status.st_mode) and status.st_uid == os.geteuid()
    return is_ours and not status.st_mode & 0o077


def _digest(text: str) -> str:
    return hashlib.sha256(os.fsencode(text)).hexdigest()[:12]
