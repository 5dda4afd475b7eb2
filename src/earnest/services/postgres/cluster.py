"""One data directory and the server process on it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from ...errors import ServiceError
from ...process.linux import signal_on_death
from .account import ServerAccount
from .build import Build
from .memory import forget, place_for, point_to
from .places import DATA, Places
from .reach import give

__all__ = [
    "PORT",
    "USER",
    "ensure_data",
    "is_ready",
    "launch",
    "remove_data",
    "socket_directory",
    "stop",
    "wait_until_ready",
]

USER = "earnest"
"""The superuser of embedded clusters."""
PORT = 5432
"""No TCP port is opened; the number is only a part of the socket's name."""
_PATIENCE = 30.0
"""Seconds for a server to answer: recovery after a crash included, on a machine under load."""
_SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "autovacuum": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_connections": "200",
    "shared_buffers": "64MB",
    "dynamic_shared_memory_type": "mmap",  # /dev/shm is small or full in many containers
    "logging_collector": "off",
    "max_prepared_transactions": "20",
    "jit": "off",
}
"""Nothing here changes what SQL means; durability is given up, since nobody wants the data back."""


def ensure_data(places: Places, build: Build) -> None:
    """Makes the data directory unless it is there; the caller holds the mutex. Raises ServiceError.

    Each step ends with a rename, so that what a killed process left half-made is never taken for whole.
    """
    if _is_whole(places):
        return
    remove_data(places.home)
    place = place_for(places.home)
    fresh = place or places.home / f"{DATA}.{os.getpid()}"
    try:
        if not places.initial.exists():
            _initialise(places, build)
        shutil.copytree(places.initial, fresh, symlinks=True)
        give(fresh, places.account)
        if place is None:
            fresh.rename(places.data)
        else:
            point_to(place, places.data)
    except OSError as error:
        remove_data(places.home)
        raise ServiceError(
            f"PostgreSQL's data directory {fresh} cannot be written: {error.strerror}.",
            cure="Free some space, or set XDG_CACHE_HOME to a directory elsewhere.",
        ) from error


def remove_data(home: Path) -> None:
    """Removes the data directory of the server with this home, wherever it is, and half-made ones."""
    for left in (home / DATA, *home.glob(f"{DATA}.*")):
        if left.is_symlink():
            left.unlink(missing_ok=True)
        else:
            shutil.rmtree(left, ignore_errors=True)
    forget(home)


def _is_whole(places: Places) -> bool:
    """Memory forgets when the machine starts anew; somebody else may have put a directory of that name there."""
    with suppress(OSError):
        owner = places.data.stat().st_uid
        return owner in (os.geteuid(), places.account.uid) and (places.data / "PG_VERSION").exists()
    return False


def _initialise(places: Places, build: Build) -> None:
    fresh = places.initial.with_name(f"{places.initial.name}.{os.getpid()}")
    shutil.rmtree(fresh, ignore_errors=True)
    command = [build.initdb, "-D", str(fresh), "-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"]
    command += ["--no-sync", "--no-instructions", "--wal-segsize=4"]
    ended = _run(command, fresh, places.account)
    if ended.returncode and "locale" in ended.stderr:
        command[command.index("--locale=C.UTF-8")] = "--locale=C"  # macOS has no C.UTF-8
        shutil.rmtree(fresh, ignore_errors=True)
        ended = _run(command, fresh, places.account)
    if ended.returncode:
        shutil.rmtree(fresh, ignore_errors=True)
        raise ServiceError(
            f"initdb in {build.directory} failed: {_last_line(ended.stderr)}",
            cure="Run it by hand to see more, or set TEST_DATABASE_URL to a server that runs.",
        )
    with suppress(OSError):
        fresh.rename(places.initial)  # another process may have been faster
    shutil.rmtree(fresh, ignore_errors=True)


def _run(command: list[str], directory: Path, account: ServerAccount) -> subprocess.CompletedProcess[str]:
    directory.mkdir(mode=0o700)  # the account may not make one beside it
    give(directory, account)
    # preexec_fn is safe here: this process has one thread while it waits, and the function only makes system calls.
    return subprocess.run(
        command,
        preexec_fn=account.enter,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        env=_environment(),
        cwd="/",
    )


def _environment() -> dict[str, str]:
    """Nothing of the user's PGDATA, PGPORT and the like; messages in English, as we read them."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_", "LANG"))}
    return kept | {"LC_ALL": "C", "TZ": "UTC"}


def launch(places: Places, build: Build) -> subprocess.Popen[bytes]:
    """Starts the server, which ends with this process; does not wait. Raises OSError."""
    parent = os.getpid()

    def before() -> None:
        places.account.enter()
        signal_on_death(signal.SIGINT, parent)  # behind the rest: a change of credentials takes it back

    options = [f"--{name.replace('_', '-')}={value}" for name, value in _SETTINGS.items()]
    with open(places.log, "wb") as log:
        return subprocess.Popen(
            [build.postgres, "-D", str(places.data), "-k", str(places.sockets), "-p", str(PORT), *options],
            preexec_fn=before,  # noqa: PLW1509 - only system calls are made in it, and the keeper has one thread
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            env=_environment(),
            cwd="/",
        )


def is_ready(data: Path) -> bool:
    """Whether the server on this data directory takes connections: it says so in the last line of its lock file."""
    with suppress(OSError):
        lines = (data / "postmaster.pid").read_text().splitlines()
        return len(lines) >= 8 and lines[7].strip() == "ready"
    return False


def socket_directory(data: Path) -> Path:
    """Where the running server on this data directory has its socket, by the fifth line of its lock file."""
    return Path((data / "postmaster.pid").read_text().splitlines()[4])


def wait_until_ready(places: Places, is_alive: Callable[[], bool]) -> None:
    """Returns when connections are taken. Raises ServiceError when the server ends before, or takes too long."""
    end = time.monotonic() + _PATIENCE
    while not is_ready(places.data):
        if not is_alive() and not is_ready(places.data):
            raise _refused(places, "ended at once")
        if time.monotonic() > end:
            raise _refused(places, f"did not answer within {_PATIENCE:.0f} seconds")
        time.sleep(0.001)


def _refused(places: Places, how: str) -> ServiceError:
    said = ""
    with suppress(OSError):
        lines = places.log.read_text(errors="replace").splitlines()
        telling = [line for line in lines if "FATAL" in line or "PANIC" in line or "could not" in line]
        said = f": {_last_line(chr(10).join(telling or lines))}"
    return ServiceError(
        f"The embedded PostgreSQL {how}{said}.".replace("..", "."),
        cure=f"Its log is {places.log}; `earnest services clean` starts it afresh.",
    )


def stop(server: subprocess.Popen[bytes], patience: float = 5.0) -> None:
    """Ends the server, clients or not: fast shutdown first, then without one, then by the kernel."""
    for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
        with suppress(OSError):
            server.send_signal(number)
        with suppress(subprocess.TimeoutExpired):
            server.wait(patience)
            return


def _last_line(text: str) -> str:
    lines = [line.strip() for line in text.strip().splitlines() if line.strip()]
    return (lines or ["no output"])[-1]
