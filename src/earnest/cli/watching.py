"""Reviews again whenever a file of the project changes."""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ..errors import EarnestError, UsageError
from ..model import ExitCode
from ..project import find_root, stamps
from .plain_output import write_out
from .reviewing import reviewing

__all__ = ["watching"]

_SECONDS = 0.3
"""Between two looks at the files. A look at two thousand files takes about ten milliseconds."""


def watching(paths: tuple[str, ...], wishes: Mapping[str, Any]) -> ExitCode:
    """Goes on until Ctrl-C. A mistake in the configuration is shown and can be mended meanwhile."""
    if "-" in paths or wishes["write_baseline"]:
        raise UsageError(
            "--watch looks at files, again and again: it goes without standard input and --write-baseline."
        )
    root = find_root(Path(paths[0] if paths else "."))
    while True:
        seen = stamps(root)
        if sys.stdout.isatty():
            write_out("\x1b[2J\x1b[H")
        try:
            reviewing(paths, wishes)
        except EarnestError as error:
            write_out(f"earnest: error: {error}\n", err=True)
        write_out("Watching for changes; Ctrl-C ends it.\n", err=True)
        while stamps(root) == seen:
            time.sleep(_SECONDS)
