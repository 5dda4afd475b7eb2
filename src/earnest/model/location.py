"""Where something stands in a source file."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Location"]


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A span of text. Lines and columns count from 1, columns in characters (not bytes), the end is exclusive."""

    file: str
    """Path relative to the project root, with forward slashes."""
    line: int
    column: int
    end_line: int
    end_column: int

    def __str__(self) -> str:
        """`path:line`, the form that editors and terminals make clickable."""
        return f"{self.file}:{self.line}"
