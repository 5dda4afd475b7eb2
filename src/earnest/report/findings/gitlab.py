"""Findings as GitLab's Code Quality report."""

from __future__ import annotations

import json
from typing import Any

from ...model import Finding, Severity
from .told import Told, fingerprint

__all__ = ["document"]

_SEVERITIES = {
    Severity.ERROR: "critical",
    Severity.WARNING: "major",
    Severity.INFO: "minor",
    Severity.PREVIEW: "info",
}


def document(told: Told) -> str:
    """A list; GitLab follows a finding by its fingerprint."""
    return json.dumps([_finding(one) for one in told.shown], indent=1) + "\n"


def _finding(one: Finding) -> dict[str, Any]:
    return {
        "description": f"{one.code} {one.message}. {one.cure}".strip(),
        "check_name": one.name,
        "fingerprint": fingerprint(one),
        "severity": _SEVERITIES[one.severity],
        "location": {"path": one.location.file, "lines": {"begin": one.location.line, "end": one.location.end_line}},
    }
