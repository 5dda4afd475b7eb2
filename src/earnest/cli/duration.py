"""Reads a length of time from the command line: `90s`, `2m`, `1.5m`, `1h`."""

from __future__ import annotations

import re

import click

__all__ = ["seconds"]

_SECONDS = {"": 1, "s": 1, "m": 60, "min": 60, "h": 3600}
_PATTERN = re.compile(r"(\d+(?:\.\d+)?)\s*([a-z]*)")


def seconds(text: str) -> float:
    """How many seconds, more than none. A number alone means seconds. Raises click.BadParameter."""
    match = _PATTERN.fullmatch(text.strip().lower())
    length = float(match[1]) * _SECONDS.get(match[2], 0) if match else 0.0
    if length <= 0:
        raise click.BadParameter(f"{text!r} is no length of time: write 90s, 2m, 1.5m or 1h.")
    return length
