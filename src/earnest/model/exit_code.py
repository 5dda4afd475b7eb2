"""The exit codes of the command, in one place."""

from __future__ import annotations

from enum import IntEnum

__all__ = ["ExitCode"]


class ExitCode(IntEnum):
    """What the shell is told."""

    HOLDS = 0
    """All criteria hold."""
    FALLS_SHORT = 1
    """Something falls short."""
    USAGE = 2
    """Usage or configuration."""
    SUITE_FAILS = 3
    """The suite fails before any change."""
    SERVICE_MISSING = 4
    """A service could not be had."""
    INTERNAL = 70
    """A bug of Earnest's (EX_SOFTWARE of sysexits.h)."""
    INTERRUPTED = 130
    """Ctrl-C (128 + SIGINT)."""
