"""Where the output goes: consoles that outlive a closed pipe, the fitting progress, and the JSON file."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable
from typing import Any

import click
from rich.console import Console

from ..errors import UsageError
from .live import LiveProgress
from .progress import PlainProgress, SilentProgress

__all__ = ["json_option", "progress_for", "standard_error", "standard_output", "write_json"]


class _PatientConsole(Console):
    """`earnest check | head` must not lose the exit code: when the reader goes, the rest is not printed."""

    def on_broken_pipe(self) -> None:
        """Rich would end the process here."""
        self.quiet = True
        with contextlib.suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), self.file.fileno())


def standard_output() -> Console:
    """For the report. Rich leaves colour out off a terminal and where NO_COLOR is set."""
    return _PatientConsole(highlight=False)


def standard_error() -> Console:
    """For the progress, so that the report can be piped on its own."""
    return _PatientConsole(stderr=True, highlight=False)


def progress_for(json_target: str | None) -> LiveProgress | PlainProgress | SilentProgress:
    """Silent when standard output is for JSON only, a bar on a terminal, lines elsewhere."""
    if json_target == "-":
        return SilentProgress()
    console = standard_error()
    return LiveProgress(console) if console.is_terminal and not console.is_dumb_terminal else PlainProgress(console)


def json_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--json FILE`, the same for every command."""
    text = "Write the result as JSON to FILE; - for standard output, and nothing else there."
    return click.option("--json", "json_target", metavar="FILE", help=text)(command)


def write_json(target: str, text: str) -> None:
    """Writes the document. Raises UsageError where that cannot be."""
    if target == "-":
        sys.stdout.write(text)
        sys.stdout.flush()
        return
    try:
        with open(target, "w", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        raise UsageError(f"The JSON document cannot be written to {target!r}: {error.strerror}.") from error
