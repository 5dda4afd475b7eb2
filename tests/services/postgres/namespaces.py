"""Runs a command as root where no further user namespaces may be made, as in most containers: `namespaces.py COMMAND ...`.

Only for root: a process without privileges cannot map a second account, which the server then needs.
"""

from __future__ import annotations

import ctypes
import os
import sys
from pathlib import Path

CLONE_NEWUSER = 0x10000000
ALL_ACCOUNTS = "0 0 65536"
LIMIT = Path("/proc/sys/user/max_user_namespaces")


def unshare(flags):
    """As in unshare(2)."""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(flags):
        raise OSError(ctypes.get_errno(), "unshare")


def forbid_namespaces():
    """This process enters a user namespace in which all accounts are there and no further namespace may be made."""
    parent = os.getpid()
    entered, mapped = os.pipe(), os.pipe()
    child = os.fork()
    if child == 0:  # only from outside can more than one account be mapped
        os.read(entered[0], 1)
        for name in ("uid_map", "gid_map"):
            Path(f"/proc/{parent}/{name}").write_text(ALL_ACCOUNTS)
        os.write(mapped[1], b".")
        os._exit(0)
    unshare(CLONE_NEWUSER)
    os.write(entered[1], b".")
    os.read(mapped[0], 1)
    os.waitpid(child, 0)
    LIMIT.write_text("0")


if __name__ == "__main__":
    forbid_namespaces()
    os.execvp(sys.argv[1], sys.argv[1:])
