"""Matches paths against the globs of `[tool.earnest] exclude`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

__all__ = ["matcher"]

_TOKEN = re.compile(r"\*\*/|\*\*|\*|\?|\[[!^]?\]?[^\]]*\]|.", re.DOTALL)
_TRANSLATION = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}


def matcher(patterns: Iterable[str]) -> Callable[[str], bool]:
    """Whether a path (relative, forward slashes) is matched by one of the globs.

    A glob without a slash matches a name at any depth, one with a slash is seen from the root; a glob that matches a
    directory matches all below it. `*` and `?` stay within a name, `**` does not.
    """
    regexes = [_regex(pattern) for pattern in patterns]
    if not regexes:
        return lambda path: False
    match = re.compile("|".join(regexes), re.DOTALL).fullmatch
    return lambda path: match(path) is not None


def _regex(pattern: str) -> str:
    pattern = pattern.removeprefix("./")
    anchored = "/" in pattern.rstrip("/")
    body = "".join(_translate(token) for token in _TOKEN.findall(pattern.rstrip("/")))
    return f"{'' if anchored else '(?:.*/)?'}{body}(?:/.*)?"


def _translate(token: str) -> str:
    if token in _TRANSLATION:
        return _TRANSLATION[token]
    if token.startswith("[") and len(token) > 2:
        inner = token[1:-1].replace("\\", "\\\\")
        return f"(?!/)[{'^' + inner[1:] if inner[0] in '!^' else inner}]"
    return re.escape(token)
