"""Comments that allow what a rule forbids: `# earnest: allow[ET401] the reason`."""

from __future__ import annotations

import io
import re
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["Suppression", "Use", "suppressions"]

_COMMENT = re.compile(r"#\s*earnest:\s*allow\b(?:\[(?P<codes>[^\]]*)\])?(?P<reason>.*)")
_NEXT = re.compile(r"(?:^|\s)#\s")
"""Where another comment begins behind it: `# earnest: allow[ET401] the broker has no hook  # noqa: S101`."""


@dataclass(frozen=True, slots=True)
class Suppression:
    """One such comment."""

    line: int
    column: int
    """From 1, in characters."""
    end_column: int
    """Behind its last character."""
    codes: tuple[str, ...]
    """Codes or names of rules, as they are written."""
    reason: str
    alone: bool
    """Whether it stands on a line of its own: then it is about the next statement."""

    def covers(self, code: str, name: str) -> bool:
        """Whether it names the rule."""
        return code in self.codes or name in self.codes


@dataclass(frozen=True, slots=True)
class Use:
    """What one comment was good for."""

    unknown: tuple[str, ...]
    """Of its codes, those that no rule has."""
    unused: tuple[str, ...]
    """Those whose rule was asked and found nothing there."""


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
                yield _suppression(token, match)
    except (tokenize.TokenError, SyntaxError, IndentationError):
        return  # the parser accepts a few texts that the tokenizer in Python refuses; they carry no suppressions


def _suppression(token: tokenize.TokenInfo, match: re.Match[str]) -> Suppression:
    following = _NEXT.search(match["reason"])
    reason = match["reason"][: following.start()] if following else match["reason"]
    (line, start), written = token.start, token.string[: match.start("reason") + len(reason)].rstrip()
    return Suppression(
        line=line,
        column=start + 1,
        end_column=start + 1 + len(written),
        codes=tuple(part.strip() for part in (match["codes"] or "").split(",") if part.strip()),
        reason=reason.strip(" :-—"),
        alone=not token.line[:start].strip(),
    )
