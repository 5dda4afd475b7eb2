"""Real faults: the kernel itself refuses, so nothing of Python or of the application is replaced."""

from __future__ import annotations

import ctypes
import errno
import platform
import resource
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import pytest

T = TypeVar("T")

# write, writev, pwrite64: the numbers of the system calls that put bytes into a file.
_WRITES = {"x86_64": (1, 20, 18), "aarch64": (64, 66, 68)}


def on_full_disk(action: Callable[[], T]) -> T:
    """Runs `action` in a thread for which the kernel refuses every write with "No space left on device".

    A seccomp filter holds for one thread and ends with it: everybody else keeps writing, and no privilege is needed.
    """

    def run() -> T:
        _refuse_writes()
        return action()

    with ThreadPoolExecutor(max_workers=1) as pool:
        return pool.submit(run).result()


@contextmanager
def file_size_limit(size: int) -> Iterator[None]:
    """No file can grow beyond `size` bytes: a write is cut short there, and the next one fails."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@contextmanager
def low_memory(headroom: int) -> Iterator[None]:
    """This process gets at most `headroom` bytes of address space more than it has."""
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    in_use = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    limit = in_use + headroom
    resource.setrlimit(resource.RLIMIT_AS, (limit if hard == resource.RLIM_INFINITY else min(limit, hard), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


class _Instruction(ctypes.Structure):
    _fields_ = (("code", ctypes.c_uint16), ("jt", ctypes.c_uint8), ("jf", ctypes.c_uint8), ("k", ctypes.c_uint32))


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_uint16), ("instructions", ctypes.POINTER(_Instruction)))


def _refuse_writes() -> None:
    """Installs the filter in the calling thread, for good."""
    if platform.machine() not in _WRITES:
        pytest.skip(f"no system call numbers for {platform.machine()}")
    load_number, jump_if_equal, answer = 0x20, 0x15, 0x06
    allow, refuse = 0x7FFF0000, 0x00050000 | errno.ENOSPC
    numbers = _WRITES[platform.machine()]
    checks = [(jump_if_equal, len(numbers) - index, 0, number) for index, number in enumerate(numbers)]
    lines = [(load_number, 0, 0, 0), *checks, (answer, 0, 0, allow), (answer, 0, 0, refuse)]
    program = _Program(len(lines), (_Instruction * len(lines))(*lines))
    libc = ctypes.CDLL(None, use_errno=True)
    set_no_new_privileges, set_seccomp, filter_mode = 38, 22, 2
    libc.prctl(set_no_new_privileges, 1, 0, 0, 0)
    if libc.prctl(set_seccomp, filter_mode, ctypes.byref(program), 0, 0):
        pytest.skip("this system does not let a thread filter its own system calls")
