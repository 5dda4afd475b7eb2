"""Where the embedded server keeps its files: data in the user's cache, sockets in a directory with a short path."""

from __future__ import annotations

import fcntl
import hashlib
import os
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path

from ...errors import ServiceError
from .account import ServerAccount, mapped_account, server_account
from .build import Build

__all__ = [
    "DATA",
    "KEEPER",
    "PROJECT",
    "TEMPORARY",
    "USERS",
    "Places",
    "cache_directory",
    "is_held",
    "note_project",
    "places_of",
    "socket_directories",
    "temporary_places",
]

DATA = "data"
"""The data directory in a server's home."""
KEEPER = "keeper"
"""The file in a server's home that its keeper holds locked."""
USERS = "users"
"""The file in a server's home on which each process that uses it holds a shared lock."""
TEMPORARY = "private-"
"""Begins the name of the home of a server that no project has."""
PROJECT = "project"
"""The file in a server's home that says which project it belongs to."""

_LONGEST_DATA = 900
"""Bytes. PostgreSQL takes 1023 (MAXPGPATH), with what it puts behind its data directory."""
_LONGEST_SOCKET = 100
"""Bytes. A path of a unix socket has 108 with its end on Linux and 104 on macOS, see unix(7)."""


@dataclass(frozen=True, slots=True)
class Places:
    """The directories and files of one server."""

    home: Path
    """All that belongs to this project's server, closed to others; there once a server was started."""
    initial: Path
    """A cluster as initdb left it, shared by all projects that use the same build."""
    sockets: Path
    """Holds the socket and nothing else, closed to others; there while the server runs."""
    account: ServerAccount
    """Whose the data and the socket are."""

    @property
    def cache(self) -> Path:
        """Holds the homes of all servers, and what they share."""
        return self.home.parent

    @property
    def data(self) -> Path:
        """The data directory."""
        return self.home / DATA

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
        return self.home / USERS

    @property
    def keeper(self) -> Path:
        """Locked by the keeper for as long as the server lives; holds the keeper's process id."""
        return self.home / KEEPER


def cache_directory() -> Path:
    """Where Earnest keeps servers of this user; made if need be. Raises ServiceError."""
    account = server_account()
    return _shared_cache(account) if account.is_another else _own_cache()


def _own_cache() -> Path:
    """In the user's cache; a private directory beside others' files where there is no home."""
    account = mapped_account() if os.geteuid() == 0 else server_account()
    candidates = [base / "earnest" / "postgres" for base in (_configured() or _home_cache(),) if base]
    candidates += [Path(base, f"earnest-cache-{os.geteuid()}") for base in (tempfile.gettempdir(), "/tmp")]
    for directory in candidates:
        if len(os.fsencode(directory)) > _LONGEST_DATA:
            continue
        try:
            directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError:
            continue
        if os.access(directory, os.W_OK | os.X_OK) and _is_ours(directory) and account.passes(directory):
            return directory
    raise _no_cache(candidates)


def _shared_cache(account: ServerAccount) -> Path:
    """Where another account gets to its own files and sees no others; root's home is closed to it."""
    candidates = [base / "earnest-servers" for base in (_configured(), Path("/var/tmp"), Path("/tmp")) if base]
    for directory in candidates:
        if len(os.fsencode(directory)) > _LONGEST_DATA:
            continue
        try:
            directory.mkdir(mode=0o711, exist_ok=True)
        except OSError:
            continue
        if _is_ours(directory):
            directory.chmod(0o711)  # whatever the umask has taken away
            if account.passes(directory):
                return directory
    raise _no_cache(candidates)


def _is_ours(directory: Path) -> bool:
    """Others may write beside it: somebody may have put one of that name there before, or a link."""
    status = directory.lstat()
    return stat.S_ISDIR(status.st_mode) and status.st_uid == os.geteuid() and not status.st_mode & 0o022


def _configured() -> Path | None:
    # The XDG base directory specification: a relative XDG_CACHE_HOME is to be ignored.
    configured = Path(os.environ.get("XDG_CACHE_HOME", ""))
    return configured if configured.is_absolute() else None


def _home_cache() -> Path | None:
    """None without a home: HOME of a service may be empty or name a directory that is not there, and is not made then."""
    home = Path(os.path.expanduser("~"))
    return home / ".cache" if os.environ.get("HOME") != "" and home.is_absolute() and home.is_dir() else None


def _no_cache(tried: list[Path]) -> ServiceError:
    return ServiceError(
        f"No directory for PostgreSQL's data can be written to: tried {' and '.join(map(str, tried))}.",
        cure="Set XDG_CACHE_HOME to a directory of your own, or TEST_DATABASE_URL to a server that runs.",
    )


def places_of(root: Path, build: Build) -> Places:
    """The places of the project at this root with this build; makes none of them. Raises ServiceError."""
    return _places(_digest(f"{os.path.realpath(root)}\0{build.fingerprint()}"), build)


def note_project(places: Places, root: Path) -> None:
    """Leaves a note for `earnest services status`."""
    (places.home / PROJECT).write_text(os.path.realpath(root), encoding="utf-8")


def temporary_places(build: Build, name: str) -> Places:
    """Places that no project has; they end with their server. Raises ServiceError."""
    return _places(f"{TEMPORARY}{name}", build)


def is_held(path: Path) -> bool:
    """Whether somebody holds a lock on this file."""
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    else:
        return False
    finally:
        os.close(descriptor)


def _places(name: str, build: Build) -> Places:
    # To find out whether root may make user namespaces takes milliseconds; a server that runs has shown it.
    runs = os.geteuid() == 0 and is_held(_own_cache() / name / KEEPER)
    account = mapped_account() if runs else server_account()
    cache = _own_cache() if runs else cache_directory()
    initial = cache / f"initial-{build.major}-{_digest(build.fingerprint())}"
    return Places(cache / name, initial, _sockets(name, account), account)


def socket_directories(name: str) -> list[Path]:
    """Where the sockets of the server whose home has this name may be, the best place first."""
    bases = (os.environ.get("XDG_RUNTIME_DIR"), tempfile.gettempdir(), "/tmp")
    return [Path(base, f"earnest-{os.geteuid()}-{name}") for base in bases if base and os.path.isabs(base)]


def _sockets(name: str, account: ServerAccount) -> Path:
    """Not below the data: a project or a home with a long path would leave no room for the socket's name."""
    directories = socket_directories(name)
    for directory in directories:
        is_short = len(os.fsencode(directory / ".s.PGSQL.5432")) <= _LONGEST_SOCKET
        if is_short and _may_be_made(directory, account):
            return directory
    raise ServiceError(
        "No directory for PostgreSQL's socket: its path must be short, and private to this user.",
        cure=f"Remove {directories[-1]}, or set TMPDIR to a directory with a short path.",
    )


def _may_be_made(directory: Path, account: ServerAccount) -> bool:
    """Whether it can be, or is there already and ours; somebody else may have put one of that name there, or a link."""
    if not (os.access(directory.parent, os.W_OK | os.X_OK) and account.passes(directory.parent)):
        return False
    try:
        status = directory.lstat()
    except FileNotFoundError:
        return True
    is_ours = stat.S_ISDIR(status.st_mode) and status.st_uid in (os.geteuid(), account.uid)
    return is_ours and not status.st_mode & 0o077


def _digest(text: str) -> str:
    return hashlib.sha256(os.fsencode(text)).hexdigest()[:12]
