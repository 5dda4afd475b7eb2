"""What a review found, as a value that can be written down."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..model import Finding, FindingState, Location, Severity, TextEdit
from .unreadable import Broken

__all__ = ["Review", "finding_from", "finding_to"]


@dataclass(frozen=True, slots=True)
class Review:
    """What a review found."""

    findings: tuple[Finding, ...]
    """By file, line and code."""
    files: tuple[str, ...]
    """The files that were read."""
    broken: tuple[Broken, ...] = ()
    """Those of them that could not be reviewed; each is a finding as well."""


def finding_to(one: Finding) -> list[Any]:
    """The finding as plain values."""
    place = one.location
    return [
        one.code,
        one.name,
        [place.file, place.line, place.column, place.end_line, place.end_column],
        one.test,
        one.message,
        one.state.value,
        one.severity.value,
        one.cure,
        one.key,
        [[edit.start, edit.end, edit.after] for edit in one.fix],
        one.safe,
        one.clue,
    ]


def finding_from(values: list[Any]) -> Finding:
    """The finding behind these values. Raises ValueError or TypeError for any others."""
    code, name, place, test, message, state, severity, cure, key, fix, safe, clue = values
    return Finding(
        code=code,
        name=name,
        location=Location(*place),
        test=test,
        message=message,
        state=FindingState(state),
        severity=Severity(severity),
        cure=cure,
        key=key,
        fix=tuple(TextEdit(*edit) for edit in fix),
        safe=safe,
        clue=clue,
    )
