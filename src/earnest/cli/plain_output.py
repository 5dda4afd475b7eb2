"""Writes whole documents to standard output, without the library that draws: it takes longer to import than a review."""

from __future__ import annotations

import os
import sys

import click

__all__ = ["wants_colour", "write_out"]


def wants_colour() -> bool:
    """On a terminal, unless NO_COLOR is set; off it only with FORCE_COLOR."""
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or (sys.stdout.isatty() and os.environ.get("TERM") != "dumb")


def write_out(text: str, *, err: bool = False) -> None:
    """Writes the text; when the reader has gone the rest is not written, and the exit code is kept."""
    try:
        click.echo(text, nl=False, err=err, color=wants_colour() or None)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), (sys.stderr if err else sys.stdout).fileno())
