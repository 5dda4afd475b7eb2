"""Figures and free text in the form that people read."""

from __future__ import annotations

__all__ = ["counted", "duration", "one_line", "percent", "printable"]


def counted(number: int, noun: str) -> str:
    """`1 change`, `2 changes`."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def percent(share: float) -> str:
    """Rounded down: 499 of 500 is not 100 %."""
    return f"{int(share * 100)} %"


def duration(seconds: float) -> str:
    """`0.4 s`, `12 s`, `2 min 05 s`, `1 h 04 min`."""
    if seconds < 9.95:
        return f"{seconds:.1f} s"
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60:02d} s"
    return f"{whole // 3600} h {whole % 3600 // 60:02d} min"


def printable(line: str) -> str:
    """A line of somebody's source without the control characters that would steer the terminal; tabs become spaces."""
    return "".join(
        character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in line.expandtabs(4)
    )


def one_line(text: str) -> str:
    """Any text as one line, without control characters."""
    return printable(" ".join(text.split()))
