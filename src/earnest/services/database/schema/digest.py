"""Fingerprints of texts, and of all files from which a schema may be made."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

__all__ = ["contents", "digest"]

_CODE = (".py", ".sql", ".ini", ".toml", ".mako")
_SKIPPED = frozenset({"node_modules", "__pycache__", "venv", "build", "dist"})


def digest(kind: str, parts: Iterable[bytes]) -> str:
    """Sixteen characters that differ when the kind, a part, or the border between two parts differs."""
    made = hashlib.sha256(kind.encode())
    for part in parts:
        made.update(len(part).to_bytes(8, "big"))
        made.update(part)
    return made.hexdigest()[:16]


def contents(root: Path) -> Iterator[bytes]:
    """Names and contents of the code below a directory, in a fixed order."""
    for directory, folders, files in os.walk(root):
        folders[:] = sorted(name for name in folders if name not in _SKIPPED and not name.startswith("."))
        for file in sorted(files):
            if file.endswith(_CODE):
                path = os.path.join(directory, file)
                yield os.path.relpath(path, root).encode()
                with open(path, "rb") as opened:
                    yield opened.read()
