"""Comments that allow what a rule forbids: `# earnest: allow[ET401] the reason`."""

from __future__ import annotations

import io
import re
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["Suppression", "suppressions"]

_COMMENT = re.compile(r"#\s*earnest:\s*allow\b(?:\[(?P<codes>[^\]]*)\])?(?P<reason>.*)")


@dataclass(frozen=True, slots=True)
class Suppression:
    """One such comment."""

    line: int
    column: int
    """From 1, in characters."""
    codes: tuple[str, ...]
    reason: str
    alone: bool
    """Whether it stands on a line of its own: then it is about the next line of code."""

    def covers(self, code: str, name: str) -> bool:
        """Whether it names the rule."""
        return code in self.codes or name in self.codes


def suppressions(text: str) -> tuple[Suppression, ...]:
    """The comments in this text; text in strings that looks like one is none."""
    if "earnest:" not in text:
        return ()
    return tuple(_read(text))


def _read(text: str) -> Iterator[Suppression]:
    try:
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            match = _COMMENT.match(token.string) if token.type == tokenize.COMMENT else None
            if match:
                codes = tuple(part.strip() for part in (match["codes"] or "").split(",") if part.strip())
                alone = not token.line[: token.start[1]].strip()
                yield Suppression(token.start[0], token.start[1] + 1, codes, match["reason"].strip(" :-—"), alone)
    except (tokenize.TokenError, SyntaxError, IndentationError):
        return  # the parser accepts a few texts that the tokenizer in Python refuses; they carry no suppressions
