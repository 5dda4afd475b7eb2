"""Findings as Earnest's own JSON document."""

from __future__ import annotations

import json
from typing import Any

from ... import __version__
from ...model import Finding
from .told import Told

__all__ = ["document"]


def document(told: Told) -> str:
    """The document; withdrawn findings are in it, with their state."""
    return json.dumps(_document(told), indent=1) + "\n"


def _document(told: Told) -> dict[str, Any]:
    return {
        "earnest": __version__,
        "schema": 1,
        "findings": [_finding(one) for one in told.findings],
        "files": told.files,
        "known": told.known,
        "gone": told.gone,
        "fixed": told.fixed,
    }


def _finding(one: Finding) -> dict[str, Any]:
    place = one.location
    return {
        "code": one.code,
        "name": one.name,
        "file": place.file,
        "line": place.line,
        "column": place.column,
        "end_line": place.end_line,
        "end_column": place.end_column,
        "test": one.test,
        "message": one.message,
        "cure": one.cure,
        "severity": one.severity.value,
        "state": one.state.value,
        "key": one.key,
        "fix": "safe" if one.fix and one.safe else "unsafe" if one.fix else "none",
    }
