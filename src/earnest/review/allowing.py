"""Takes out the findings that a comment in the file allows, and judges the comments."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from ..model import Finding
from .inspection import findings_at
from .registry import known_names
from .rule import CommentRule, Hit, Mode, Rule
from .suppression import Suppression, Use, suppressions
from .testfile import TestFile

__all__ = ["after_comments"]


def after_comments(file: TestFile, findings: Sequence[Finding], rules: Sequence[Rule]) -> list[Finding]:
    """The findings that no comment allows, and those about the comments. A comment without a reason allows nothing."""
    comments = suppressions(file.text)
    if not comments:
        return list(findings)
    spans = list(_spans(file))
    asked = {key for rule in rules if rule.mode is not Mode.RUN for key in (rule.code, rule.name)}
    judges = [rule for rule in rules if isinstance(rule, CommentRule)]
    kept = list(findings)
    doubts: list[tuple[Rule, Hit]] = []
    for comment in comments:
        lines = _lines(comment, spans)
        allowed = [one for one in kept if one.location.line in lines and comment.covers(one.code, one.name)]
        if comment.reason:
            kept = [one for one in kept if one not in allowed]
        use = Use(
            tuple(code for code in comment.codes if code not in known_names()),
            tuple(_unused(comment, allowed, asked)) if comment.reason else (),
        )
        doubts += [(rule, hit) for rule in judges for hit in rule.doubt(comment, use, file)]
    return kept + findings_at(file, doubts)


def _unused(comment: Suppression, allowed: Collection[Finding], asked: Collection[str]) -> Iterator[str]:
    used = {key for one in allowed for key in (one.code, one.name)}
    return (code for code in comment.codes if code in asked and code not in used)


def _lines(comment: Suppression, spans: Sequence[_Span]) -> range:
    """The lines that the comment is about: the statement in which it stands, or the next one where it stands alone.
    Of a compound statement that is the head, decorators included."""
    around = [span.lines for span in spans if comment.line in (span.written if comment.alone else span.lines)]
    if around:
        return min(around, key=len)
    if not comment.alone:
        return range(comment.line, comment.line + 1)
    following = [span.lines for span in spans if span.lines.start > comment.line]
    return min(following, key=lambda lines: lines.start, default=range(0))


@dataclass(frozen=True, slots=True)
class _Span:
    """Where a statement stands; of those that hold others, the head."""

    lines: range
    """Up to the first statement in it: what follows the colon is still the head's."""
    written: range
    """Up to the last part of the head that the syntax tree knows: a comment on a line of its own behind it is about what
    follows."""


def _spans(file: TestFile) -> Iterator[_Span]:
    for unit in file.units:
        for kind, nodes in unit.by_type.items():
            if issubclass(kind, ast.stmt):
                yield from (_span(node) for node in nodes if isinstance(node, ast.stmt))


def _span(node: ast.stmt) -> _Span:
    start, end = _start(node), (node.end_lineno or node.lineno) + 1
    body = getattr(node, "body", None) or getattr(node, "cases", None)
    if not body:
        return _Span(range(start, end), range(start, end))
    inner = _start(body[0]) if isinstance(body[0], ast.stmt) else body[0].pattern.lineno
    parts = (child for child in ast.iter_child_nodes(node) if not isinstance(child, ast.stmt | ast.match_case))
    ends = (getattr(child, "end_lineno", 0) for child in parts if not isinstance(child, ast.ExceptHandler))
    return _Span(range(start, max(inner, node.lineno + 1)), range(start, max([node.lineno, *ends]) + 1))


def _start(node: ast.stmt) -> int:
    decorators: list[ast.expr] = getattr(node, "decorator_list", [])
    return min([node.lineno, *(one.lineno for one in decorators)])
