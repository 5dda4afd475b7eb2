"""Under which account the server runs: PostgreSQL refuses to run as root."""

from __future__ import annotations

import ctypes
import functools
import os
import pwd
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from ...errors import ServiceError
from ...process.fork import quiet_fork

__all__ = ["ServerAccount", "enter_namespace", "mapped_account", "server_account", "unprivileged"]

_CLONE_NEWUSER = 0x10000000
"""See clone(2)."""


@dataclass(frozen=True, slots=True)
class ServerAccount:
    """Whose the server and its files are."""

    uid: int
    """The owner that its files must have, as this process sees it."""
    gid: int
    enter: Callable[[], None]
    """What a child does before it becomes a program of PostgreSQL's. Raises OSError."""

    @property
    def is_another(self) -> bool:
        """Whether files that this process makes are not the server's."""
        return self.uid != os.geteuid()

    def passes(self, directory: Path) -> bool:
        """Whether a server under this account gets through this directory and all above it.

        Root's own answer would say nothing: a server that root starts has given root's rights away.
        """
        if os.geteuid() != 0:
            return os.access(directory, os.X_OK)
        real = directory.resolve()
        return all(self._has_execute(place) for place in (real, *real.parents))

    def _has_execute(self, directory: Path) -> bool:
        try:
            status = directory.stat()
        except OSError:
            return False
        groups = {self.gid} if self.is_another else {self.gid, *os.getgroups()}
        bit = 0o100 if status.st_uid == self.uid else 0o010 if status.st_gid in groups else 0o001
        return bool(status.st_mode & bit)


def server_account() -> ServerAccount:
    """The account for servers that this process starts. Raises ServiceError."""
    return _account(os.geteuid())


@functools.cache
def _account(uid: int) -> ServerAccount:
    if uid != 0:
        return ServerAccount(uid, os.getegid(), lambda: None)
    for account in (mapped_account(), _changed_account()):
        if _works(account.enter):
            return account
    raise ServiceError(
        "PostgreSQL does not run as root, and this process may neither make a user namespace nor change its account.",
        cure="Run the tests as another user, or set TEST_DATABASE_URL to a server that runs.",
    )


def mapped_account() -> ServerAccount:
    """Root, who is somebody else inside a user namespace. Whether that is allowed is for `server_account` to find out."""
    account = unprivileged()
    return ServerAccount(os.geteuid(), os.getegid(), lambda: enter_namespace(account.pw_uid, account.pw_gid))


def _changed_account() -> ServerAccount:
    account = unprivileged()

    def become() -> None:
        os.setgroups([])
        os.setgid(account.pw_gid)
        os.setuid(account.pw_uid)

    return ServerAccount(account.pw_uid, account.pw_gid, become)


def unprivileged() -> pwd.struct_passwd:
    """An account that is not root's: nobody's where there is one. Raises ServiceError when there is none.

    initdb asks for the name of the account that it runs as.
    """
    with suppress(KeyError):
        return pwd.getpwnam("nobody")
    found = next((entry for entry in pwd.getpwall() if entry.pw_uid != 0), None)
    if found is None:
        raise ServiceError(
            "PostgreSQL does not run as root, and this machine has no other account.",
            cure="Add one, for example with `adduser`: any name will do.",
        )
    return found


def enter_namespace(uid: int, gid: int) -> None:
    """Moves this process into a user namespace in which its own account has these numbers. Raises OSError.

    Outside nothing changes: files belong to the account that the process had before. A process may map its own account
    without any privilege; see user_namespaces(7).
    """
    if sys.platform != "linux":
        raise OSError(f"{sys.platform} has no user namespaces")
    own_uid, own_gid = os.geteuid(), os.getegid()
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(_CLONE_NEWUSER):
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), "unshare")
    for name, text in (("setgroups", "deny"), ("uid_map", f"{uid} {own_uid} 1"), ("gid_map", f"{gid} {own_gid} 1")):
        descriptor = os.open(f"/proc/self/{name}", os.O_WRONLY)
        try:
            os.write(descriptor, text.encode())
        finally:
            os.close(descriptor)


def _works(enter: Callable[[], None]) -> bool:
    """Tries it out in a child: the kernel, a filter of system calls and a security module each have a say in it."""
    pid = quiet_fork()
    if pid == 0:
        status = 1
        with suppress(BaseException):
            enter()
            status = 0
        os._exit(status)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
