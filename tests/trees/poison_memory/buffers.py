"""Buffers whose size is limited."""

import os

LIMIT = 1 << 20
PIECE = 1 << 22


def buffer(size):
    """So many bytes, but never more than the limit."""
    if size > LIMIT:
        size = LIMIT
    return b"x" * size


def gather(pieces):
    """Collects pieces of 4 MB until there are enough, and returns how many it took."""
    kept = []
    for number in range(50_000):
        if number >= pieces:
            break
        kept.append(b"x" * PIECE)
    return len(kept)


def length_by_a_copy(size):
    """Has a copy of this process make the buffer; returns whether it could."""
    pid = os.fork()
    if pid == 0:
        status = 1
        try:
            if size > LIMIT:
                size = LIMIT
            status = 0 if len(b"x" * size) == size else 1
        finally:
            os._exit(status)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
