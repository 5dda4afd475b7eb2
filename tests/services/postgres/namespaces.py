"""Runs a command in surroundings that a test cannot make for itself: `namespaces.py SURROUNDING[=VALUE] COMMAND ...`.

Only for root. Nothing outside the command is changed: it gets namespaces of its own.
"""

from __future__ import annotations

import ctypes
import os
import sys
from pathlib import Path

NOBODY = 65534
NEW_MOUNTS = 0x00020000
NEW_USERS = 0x10000000
READ_ONLY, REMOUNT, BIND, RECURSIVE, PRIVATE = 1, 32, 4096, 16384, 1 << 18
LIMIT = Path("/proc/sys/user/max_user_namespaces")
SHARED_MEMORY = Path("/dev/shm")


def checked(result, what):
    """Raises OSError when a system call has failed."""
    if result:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), what)


def unshare(flags):
    """As in unshare(2)."""
    checked(ctypes.CDLL(None, use_errno=True).unshare(flags), "unshare")


def mount(source, target, kind, flags, options=""):
    """As in mount(2)."""
    names = [os.fsencode(name) for name in (source, target, kind)]
    checked(ctypes.CDLL(None, use_errno=True).mount(*names, flags, os.fsencode(options)), f"mount {target}")


def without_namespaces(_):
    """All accounts are there, and no further user namespace may be made, as in most containers."""
    parent = os.getpid()
    entered, mapped = os.pipe(), os.pipe()
    child = os.fork()
    if child == 0:  # only from outside can more than one account be mapped
        os.read(entered[0], 1)
        for name in ("uid_map", "gid_map"):
            Path(f"/proc/{parent}/{name}").write_text("0 0 65536")
        os.write(mapped[1], b".")
        os._exit(0)
    unshare(NEW_USERS)
    os.write(entered[1], b".")
    os.read(mapped[0], 1)
    os.waitpid(child, 0)
    LIMIT.write_text("0")


def unprivileged(directories):
    """The command is nobody's. It reaches these directories, with colons between them, and the interpreter."""
    unshare(NEW_MOUNTS)
    mount("none", "/", "", RECURSIVE | PRIVATE)
    reveal([sys.base_prefix, sys.prefix, *directories.split(os.pathsep)])
    os.setgroups([])
    os.setgid(NOBODY)
    os.setuid(NOBODY)


def reveal(directories):
    """Puts an open directory where a closed one is above any of these, with nothing in it but them."""
    handles = {Path(name).resolve(): os.open(name, os.O_PATH) for name in directories}
    for closed in {closed for path in handles if (closed := outermost_closed(path))}:
        mount("tmpfs", closed, "tmpfs", 0, "mode=0755")
        for path, handle in handles.items():
            if closed in path.parents:
                path.mkdir(parents=True)
                mount(f"/proc/self/fd/{handle}", path, "", BIND)


def outermost_closed(path):
    """The first directory above this one that others do not get through, or None."""
    return next((parent for parent in reversed(path.parents) if not parent.stat().st_mode & 0o001), None)


def read_only(directory):
    """Nothing can be written to this directory, not even by root."""
    unshare(NEW_MOUNTS)
    mount("none", "/", "", RECURSIVE | PRIVATE)
    mount(directory, directory, "", BIND)
    mount(directory, directory, "", BIND | REMOUNT | READ_ONLY)


def full_shared_memory(_):
    """No byte is free in the directory of shared memory."""
    unshare(NEW_MOUNTS)
    mount("none", "/", "", RECURSIVE | PRIVATE)
    mount("tmpfs", SHARED_MEMORY, "tmpfs", 0, "size=64k")
    with open(SHARED_MEMORY / "filler", "wb", buffering=0) as filler:
        try:
            while True:
                filler.write(bytes(4096))
        except OSError:
            return  # it is full


SURROUNDINGS = {
    "without-namespaces": without_namespaces,
    "unprivileged": unprivileged,
    "read-only": read_only,
    "full-shared-memory": full_shared_memory,
}

if __name__ == "__main__":
    name, _, value = sys.argv[1].partition("=")
    SURROUNDINGS[name](value)
    os.execvp(sys.argv[2], sys.argv[2:])
