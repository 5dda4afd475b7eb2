"""The reviewer's findings as text and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from .. import __version__
from ..model import Finding
from ..review import Review

__all__ = ["render"]


def render(review: Review, output_format: str) -> str:
    """The whole document, with its line end."""
    return _json(review) if output_format == "json" else "".join(f"{line}\n" for line in _text(review))


def _text(review: Review) -> Iterator[str]:
    for one in review.findings:
        place = one.location
        yield f"{place.file}:{place.line}:{place.column}: {one.code} {one.message} [{one.name}]"
    yield f"{len(review.findings)} findings in {len(review.files)} files"


def _json(review: Review) -> str:
    document = {
        "earnest": __version__,
        "schema": 1,
        "findings": [_finding(one) for one in review.findings],
        "broken": [{"file": one.file, "reason": one.reason} for one in review.broken],
        "files": len(review.files),
    }
    return json.dumps(document, indent=1) + "\n"


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
        "fixable": bool(one.fix),
    }
