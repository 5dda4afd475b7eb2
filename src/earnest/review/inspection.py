"""Runs the rules over one file and makes findings of their hits."""

from __future__ import annotations

import ast
import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from ..model import Finding, Location
from .rule import FileRule, Hit, NodeRule, Place, Rule, TestRule
from .testfile import TestFile

__all__ = ["evidence_finding", "findings_at", "findings_of", "project_finding"]


def findings_of(file: TestFile, rules: Sequence[Rule]) -> list[Finding]:
    """What these rules find in the file, in the order of the text. Suppressions are not looked at."""
    return findings_at(file, _hits(file, rules))


def findings_at(file: TestFile, hits: Iterable[tuple[Rule, Hit]]) -> list[Finding]:
    """The hits as findings with keys, in the order of the text."""
    found = [_finding(file, rule, hit) for rule, hit in hits]
    return _with_keys(sorted(found, key=lambda one: (one.location, one.code, one.message)), file.lines)


def _hits(file: TestFile, rules: Sequence[Rule]) -> Iterator[tuple[Rule, Hit]]:
    table = _Dispatch.of(tuple(rules))
    for reader in table.readers:
        yield from ((reader, hit) for hit in reader.read(file))
    for unit in file.units:
        for kind, visitors in table.visitors:
            for node in unit.by_type.get(kind, ()):
                for visitor in visitors:
                    for hit in visitor.visit(node, unit, file):
                        yield visitor, hit if hit.unit else replace(hit, unit=unit)
    for test in file.tests:
        for judge in table.judges:
            for hit in judge.judge(test, file):
                yield judge, hit if hit.unit else replace(hit, unit=test)


@dataclass(frozen=True, slots=True)
class _Dispatch:
    """The rules by what they look at."""

    visitors: tuple[tuple[type[ast.AST], tuple[NodeRule, ...]], ...]
    readers: tuple[FileRule, ...]
    judges: tuple[TestRule, ...]

    @classmethod
    @cache
    def of(cls, rules: tuple[Rule, ...]) -> _Dispatch:
        """Worked out once for each selection of rules, not for each file."""
        visitors: dict[type[ast.AST], list[NodeRule]] = defaultdict(list)
        for rule in rules:
            for kind in rule.nodes if isinstance(rule, NodeRule) else ():
                visitors[kind].append(rule)  # type: ignore[arg-type]  # only these have nodes
        return cls(
            tuple((kind, tuple(some)) for kind, some in visitors.items()),
            tuple(rule for rule in rules if isinstance(rule, FileRule)),
            tuple(rule for rule in rules if isinstance(rule, TestRule)),
        )


def _finding(file: TestFile, rule: Rule, hit: Hit) -> Finding:
    return Finding(
        code=rule.code,
        name=rule.name,
        location=_location(file, hit.node),
        test=hit.unit.id if hit.unit else "",
        message=hit.message,
        severity=hit.severity or rule.severity,
        cure=hit.cure or rule.cure,
        fix=hit.fix,
        safe=bool(hit.fix) and rule.safe_fix,
        clue=hit.clue,
    )


def _location(file: TestFile, node: ast.AST | Place) -> Location:
    """Columns of the syntax tree count UTF-8 bytes from 0; ours count characters from 1."""
    if isinstance(node, Place):
        end_line = node.end_line or node.line
        return Location(node.file or file.path, node.line, node.column, end_line, node.end_column or node.column)
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return _head(file, node)
    line, end = getattr(node, "lineno", 1), getattr(node, "end_lineno", 1)
    return Location(
        file.path,
        line,
        file.column(line, getattr(node, "col_offset", 0)) + 1,
        end,
        file.column(end, getattr(node, "end_col_offset", 0)) + 1,
    )


def _head(file: TestFile, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> Location:
    """The name of a definition rather than its whole body."""
    text = file.lines[node.lineno - 1]
    start = file.column(node.lineno, node.col_offset)
    at = text.find(node.name, start)
    start = at if at >= 0 else start
    return Location(file.path, node.lineno, start + 1, node.lineno, start + 1 + len(node.name))


def _with_keys(findings: Iterable[Finding], lines: Sequence[str]) -> list[Finding]:
    """Keys by the test and the text of the line, numbered where several are alike."""
    seen: Counter[tuple[str, str]] = Counter()
    keyed = []
    for one in findings:
        at = one.location.line
        text = lines[at - 1].strip() if at <= len(lines) else ""
        digest = hashlib.sha256(f"{one.test}\0{text}".encode(errors="replace")).hexdigest()[:16]
        number = seen[one.code, digest]
        seen[one.code, digest] += 1
        keyed.append(replace(one, key=f"{digest}-{number}" if number else digest))
    return keyed


def evidence_finding(rule: Rule, hit: Hit) -> Finding:
    """The finding of a rule that looks at a run. Raises TypeError for a hit without a unit and a file of its own."""
    return findings_at(hit.unit.file, [(rule, hit)])[0] if hit.unit else project_finding(rule, hit)


def project_finding(rule: Rule, hit: Hit) -> Finding:
    """The finding of a rule about the project. Raises TypeError for a hit without a place of its own."""
    place = hit.node
    if not isinstance(place, Place) or not place.file:
        raise TypeError(f"{rule.code} gave no place with a file: {place!r}")
    location = Location(
        place.file, place.line, place.column, place.end_line or place.line, place.end_column or place.column
    )
    digest = hashlib.sha256(hit.message.encode(errors="replace")).hexdigest()[:16]
    return Finding(
        code=rule.code,
        name=rule.name,
        location=location,
        test="",
        message=hit.message,
        severity=hit.severity or rule.severity,
        cure=hit.cure or rule.cure,
        key=digest,
        fix=hit.fix,
        safe=bool(hit.fix) and rule.safe_fix,
        clue=hit.clue,
    )
