"""Findings as SARIF 2.1.0, which GitHub's code scanning and many others read."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from ... import __version__
from ...model import Finding, Severity
from ...review import Rule, find_rule
from .told import Told, fingerprint

__all__ = ["document"]

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note", Severity.PREVIEW: "note"}


def document(told: Told) -> str:
    """One run, with the manuals of the rules that found something."""
    codes = sorted({one.code for one in told.shown})
    places = {code: number for number, code in enumerate(codes)}
    driver = {"name": "Earnest", "version": __version__, "rules": [_rule(find_rule(code)) for code in codes]}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(one, places[one.code]) for one in told.shown],
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=1) + "\n"


def _rule(rule: Rule) -> dict[str, Any]:
    summary, manual = rule.manual()
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": summary},
        "fullDescription": {"text": manual or summary},
        "help": {"text": rule.cure},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }


def _result(one: Finding, rule: int) -> dict[str, Any]:
    place = one.location
    region = {"startLine": place.line, "startColumn": place.column}
    if (place.end_line, place.end_column) >= (place.line, place.column):
        region |= {"endLine": place.end_line, "endColumn": place.end_column}
    where = {"artifactLocation": {"uri": quote(place.file), "uriBaseId": "%SRCROOT%"}, "region": region}
    return {
        "ruleId": one.code,
        "ruleIndex": rule,
        "level": _LEVELS[one.severity],
        "message": {"text": f"{one.message}. {one.cure}".strip()},
        "locations": [{"physicalLocation": where}],
        "partialFingerprints": {"earnest/v1": fingerprint(one)},
    }
