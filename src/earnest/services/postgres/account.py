"""Under which account the server runs: PostgreSQL refuses to run as root."""

from __future__ import annotations

import ctypes
import os
import pwd
import sys
from collections.abc import Callable
from contextlib import suppress

__all__ = ["can_map", "enter_namespace", "preparation", "unprivileged"]

_CLONE_NEWUSER = 0x10000000
"""See clone(2)."""


def unprivileged() -> pwd.struct_passwd:
    """An account that is not root's: nobody's where there is one. initdb asks for the name of the one that it runs as."""
    with suppress(KeyError):
        return pwd.getpwnam("nobody")
    return next(entry for entry in pwd.getpwall() if entry.pw_uid != 0)


def enter_namespace(uid: int, gid: int) -> None:
    """Moves this process into a user namespace in which its own account has these numbers. Raises OSError.

    Outside nothing changes: files belong to the account that the process had before. A process may map its own account
    without any privilege; see user_namespaces(7).
    """
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


def can_map() -> bool:
    """Whether this process may make user namespaces; tried out in a child."""
    if sys.platform != "linux":
        return False
    pid = os.fork()
    if pid == 0:
        status = 1
        with suppress(BaseException):
            account = unprivileged()
            enter_namespace(account.pw_uid, account.pw_gid)
            status = 0
        os._exit(status)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0


def preparation(*, is_mapped: bool) -> Callable[[], None]:
    """What a child does before it becomes a program of PostgreSQL's: stops being root, if it is."""
    if os.geteuid() != 0:
        return lambda: None
    account = unprivileged()
    if is_mapped:
        return lambda: enter_namespace(account.pw_uid, account.pw_gid)

    def become() -> None:
        os.setgroups([])
        os.setgid(account.pw_gid)
        os.setuid(account.pw_uid)

    return become
