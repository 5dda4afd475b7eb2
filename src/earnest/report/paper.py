"""Lines of styled text for a terminal or a file: wrapping that never breaks a path, and glyphs that the encoding
knows.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.text import Text

if TYPE_CHECKING:
    from rich.console import Console

__all__ = ["Paper"]


@dataclass(frozen=True, slots=True)
class Paper:
    """How wide the lines may be, and with which characters they are drawn."""

    width: int = 80
    arrow: str = "\N{RIGHTWARDS ARROW}"
    ellipsis: str = "\N{HORIZONTAL ELLIPSIS}"
    full: str = "\N{FULL BLOCK}"
    empty: str = "\N{LIGHT SHADE}"

    @classmethod
    def of(cls, console: Console) -> Paper:
        """For this console; ASCII where its encoding is not a Unicode one."""
        if console.encoding.lower().startswith("utf"):
            return cls(console.width)
        return cls(console.width, arrow="->", ellipsis="...", full="#", empty=".")

    def wrapped(self, text: str, style: str = "", *, indent: int = 0, lead: str = "") -> Iterator[Text]:
        """A paragraph. A word longer than the line, such as a path, is not broken: the terminal's own wrapping keeps
        it clickable.
        """
        lines = textwrap.wrap(
            text,
            max(self.width, 20),
            initial_indent=" " * indent + lead,
            subsequent_indent=" " * (indent + len(lead)),
            break_long_words=False,
            break_on_hyphens=False,
        )
        return (Text(line, style=style) for line in lines)

    def bar(self, share: float, style: str, cells: int = 10) -> Text:
        """Full only when the share is whole."""
        full = int(share * cells)
        return Text.assemble((self.full * full, style), (self.empty * (cells - full), "dim"))
