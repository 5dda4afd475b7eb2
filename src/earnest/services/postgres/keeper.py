"""The keeper: one process that owns the embedded server and ends it when its last user is gone, however that one ended.

Users hold a shared lock on a file. The kernel gives it back when a process ends, also one that was killed, and forks of a
user keep it. The keeper waits for the exclusive lock; nobody has to say goodbye, and nobody polls.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

from ...errors import ServiceError
from ...process.fork import quiet_fork
from .build import Build
from .cluster import ensure_data, launch, remove_data, socket_directory, stop, wait_until_ready
from .orphans import remove_orphans
from .places import Places, is_held
from .reach import give, within_reach

__all__ = ["Use", "is_kept", "join", "keep_warm", "locked"]

_LINGER = 2.0
"""Seconds that a server stays after its last user: the next run, or the next trial, finds it warm."""


class Use:
    """A share in the running server; it ends with `release`, or with this process and all its forks."""

    def __init__(self, descriptor: int, *, started: bool, keeper: int, sockets: Path) -> None:
        self._descriptor = descriptor
        self.sockets = sockets
        """The directory of the socket: that of whoever started the server, whose TMPDIR may have been another."""
        self.keeper = keeper
        """The process that owns the server."""
        self.started = started
        """Whether this process was the one that found no server."""

    def fileno(self) -> int:
        """The descriptor that holds the lock."""
        return self._descriptor

    def release(self) -> None:
        """Gives the share back; nothing happens the second time."""
        descriptor, self._descriptor = self._descriptor, -1
        if descriptor >= 0:
            os.close(descriptor)


@contextlib.contextmanager
def locked(path: Path) -> Iterator[int]:
    """Holds an exclusive lock on this file, which is made if need be."""
    descriptor = _open(path)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield descriptor
    finally:
        os.close(descriptor)


def join(places: Places, build: Build, *, temporary: bool = False) -> Use:
    """Starts the server unless it runs, and takes a share in it. Raises ServiceError.

    A temporary one ends with its last user at once, and its files with it.
    """
    places.home.mkdir(mode=0o700, exist_ok=True)
    with locked(places.mutex):
        users = _open(places.users)
        try:
            fcntl.flock(users, fcntl.LOCK_SH)
            os.utime(places.users)  # tells a keeper that lingers
            started = not _is_served(places)
            if started:
                _start(places, build, temporary)
                wait_until_ready(places, lambda: is_kept(places))
            keeper = int(places.keeper.read_text())
        except BaseException:
            os.close(users)
            raise
        return Use(users, started=started, keeper=keeper, sockets=socket_directory(places.data))


def keep_warm(places: Places, use: Use) -> None:
    """Leaves a process behind that uses the server for as long as there is one."""
    first = quiet_fork()
    if first == 0:
        try:
            os.setsid()
            if quiet_fork():
                os._exit(0)
            _let_go(use.fileno())
            fcntl.flock(_open(places.keeper), fcntl.LOCK_SH)  # waits for the end of the keeper
        finally:
            os._exit(0)
    os.waitpid(first, 0)


def is_kept(places: Places) -> bool:
    """Whether a keeper is alive."""
    return is_held(places.keeper)


def _is_served(places: Places) -> bool:
    """Whether there is a server to share. Waits for one that is about to start, and for a keeper that is about to end."""
    if not is_kept(places):
        return False
    try:
        wait_until_ready(places, lambda: is_kept(places))
    except ServiceError:
        if is_kept(places):
            raise
        return False
    return True


def _open(path: Path) -> int:
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise ServiceError(
            f"{path} cannot be opened: {error.strerror}.", cure="Set XDG_CACHE_HOME to a directory of your own."
        ) from error


def _start(places: Places, build: Build, temporary: bool) -> None:
    if places.account.is_another:
        places.home.chmod(0o711)
    remove_orphans(places.cache)
    build = within_reach(build, places.cache, places.account)
    ensure_data(places, build)
    (places.data / "postmaster.pid").unlink(missing_ok=True)  # of a server that was killed: nobody keeps it
    lock = _open(places.keeper)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)  # before the fork: from here on, whoever looks finds the keeper alive
        first = quiet_fork()
        if first == 0:
            _become_keeper(places, build, lock, temporary)
        os.waitpid(first, 0)
    finally:
        os.close(lock)


def _become_keeper(places: Places, build: Build, lock: int, temporary: bool) -> NoReturn:
    """In the first fork. The second one belongs to init, not to a test runner that may wait for all its children."""
    try:
        os.setsid()
        if quiet_fork():
            os._exit(0)
        _let_go(lock)
        os.ftruncate(lock, 0)
        os.pwrite(lock, f"{os.getpid()}\n".encode(), 0)
        try:
            with _socket_directory(places):
                _keep(places, build, 0.0 if temporary else _LINGER)
        except (OSError, subprocess.SubprocessError) as error:
            places.log.write_text(f"could not start: {error}\n")  # read by whoever waits for the server
        if temporary:
            remove_data(places.home)
            shutil.rmtree(places.home, ignore_errors=True)
    finally:
        os._exit(0)


def _let_go(spare: int) -> None:
    """Of everything that the process which forked us had open, of its directory and its handlers."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGALRM, signal.SIGPIPE):
        signal.signal(number, signal.SIG_IGN)
    signal.setitimer(signal.ITIMER_REAL, 0)
    os.chdir("/")
    os.closerange(0, spare)
    os.closerange(spare + 1, max(256, os.sysconf("SC_OPEN_MAX")) if not os.path.isdir("/proc/self/fd") else 65536)
    null = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        if standard != null:
            os.dup2(null, standard)


@contextlib.contextmanager
def _socket_directory(places: Places) -> Iterator[None]:
    """The keeper's: what it makes is gone with it, also a socket that a killed server left."""
    shutil.rmtree(places.sockets, ignore_errors=True)  # of a keeper that was killed
    places.sockets.mkdir(mode=0o700)
    try:
        give(places.sockets, places.account)
        yield
    finally:
        shutil.rmtree(places.sockets, ignore_errors=True)


def _keep(places: Places, build: Build, linger: float) -> None:
    server = launch(places, build)
    signal.signal(signal.SIGCHLD, _raise_ended)
    signal.signal(signal.SIGTERM, _raise_ended)  # `earnest services stop`
    try:
        while server.poll() is None and not _is_over(places, server, linger):
            pass
    except _EndedError:
        pass  # whoever joins next starts another one
    finally:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        stop(server)


class _EndedError(Exception):
    """The server has ended, or is to end, while the keeper waits for its users."""


def _raise_ended(*_: object) -> NoReturn:
    raise _EndedError


def _is_over(places: Places, server: subprocess.Popen[bytes], linger: float) -> bool:
    """Waits until nobody uses the server and nobody came back within `linger` seconds."""
    _wait_for_users(places)
    since = places.users.stat().st_mtime_ns
    time.sleep(linger)
    users, mutex = _open(places.users), _open(places.mutex)
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        fcntl.flock(mutex, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if places.users.stat().st_mtime_ns == since:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            stop(server)  # nobody can come while both locks are held
            return True
    except BlockingIOError:
        pass
    finally:
        os.close(users)
        os.close(mutex)
    return False


def _wait_for_users(places: Places) -> None:
    descriptor = _open(places.users)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
    finally:
        os.close(descriptor)
