"""What the user sees when Earnest itself breaks: one sentence, and a file with the rest."""

from __future__ import annotations

import os
import platform
import sys
import tempfile
import traceback
from pathlib import Path

from .. import __version__

__all__ = ["report"]


def report(error: Exception) -> str:
    """The message for stderr. The traceback goes to a file, or along with it when EARNEST_DEBUG is 1."""
    trace = "".join(traceback.format_exception(error))
    summary = f"earnest: internal error: {type(error).__name__}: {error}"
    if os.environ.get("EARNEST_DEBUG") == "1":
        return f"{trace}{summary}"
    file = _write(f"{_circumstances()}\n{trace}")
    where = f" with {file}" if file else "; EARNEST_DEBUG=1 shows where it happened"
    return f"{summary}\nThis is a bug of Earnest's, not of your project. Please report it{where}."


def _circumstances() -> str:
    versions = f"earnest {__version__}, Python {platform.python_version()}, {platform.platform()}"
    return f"{versions}\narguments: {sys.argv[1:]}"


def _write(text: str) -> Path | None:
    """Into the project's own directory of Earnest's if there is one, else a temporary file."""
    own = Path.cwd() / ".earnest"
    try:
        handle, name = tempfile.mkstemp(".txt", "crash-", own if own.is_dir() else None, text=True)
    except OSError:
        return None
    with open(handle, "w", encoding="utf-8", errors="backslashreplace") as file:
        file.write(text)
    return Path(name)
