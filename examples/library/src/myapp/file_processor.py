"""Saves files whole or not at all, and reads them in chunks."""

from __future__ import annotations

import errno
from pathlib import Path
from uuid import uuid4

__all__ = ["FileProcessor"]


class FileProcessor:
    """Writes into `output_dir`, which is made when it is missing, and reads `chunk_size` bytes at a time."""

    def __init__(self, output_dir: str | Path = ".", chunk_size: int = 64 * 1024) -> None:
        """Raises ValueError unless a chunk holds at least one byte."""
        if chunk_size < 1:
            raise ValueError(f"chunk_size must be at least 1 byte, got {chunk_size}")
        self.output_dir = Path(output_dir)
        self.chunk_size = chunk_size

    def save_large_file(self, name: str, data: bytes) -> Path:
        """Saves `data` as `output_dir/name` and returns that path.

        Readers see the whole file or, until then, the one that was there before. When saving fails, nothing changes:
        raises OSError that names the file, the directory and the cure. Raises ValueError unless `name` is a plain name.
        """
        if name in {"", ".", ".."} or "/" in name:
            raise ValueError(f"name must be a plain file name without a directory, got {name!r}")
        try:
            self.output_dir.mkdir(parents=True, exist_ok=True)
            return _write_whole(self.output_dir / name, data)
        except OSError as error:
            raise self._explained(error, name, len(data)) from error

    def process_file(self, path: str | Path) -> list[bytes]:
        """The contents of the file in chunks of `chunk_size` bytes; the last one may be shorter."""
        chunks = []
        with open(path, "rb") as file:
            while chunk := file.read(self.chunk_size):
                chunks.append(chunk)
        return chunks

    def _explained(self, error: OSError, name: str, size: int) -> OSError:
        text = f"{error.strerror}: cannot save {name!r} ({size} bytes) in {self.output_dir}"
        if error.errno == errno.ENOSPC:
            text += "; free some space there or choose another output_dir"
        return OSError(error.errno, text)


def _write_whole(path: Path, data: bytes) -> Path:
    # A name of its own for each call, so that two calls for one file do not write into each other.
    partial = path.with_name(f".{uuid4().hex}.part")
    try:
        partial.write_bytes(data)
        return partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
