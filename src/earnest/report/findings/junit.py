"""Findings as a JUnit document, for CI servers that show nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from ...model import Finding
from .told import Told

__all__ = ["document"]

_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 cannot hold, not even escaped."""


def document(told: Told) -> str:
    """One suite; each finding is a test case that failed. Without findings one test case passes."""
    number = len(told.shown)
    head = f'<testsuite name="earnest review" tests="{max(number, 1)}" failures="{number}" errors="0" skipped="0">'
    cases = "".join(map(_case, told.shown)) or '<testcase classname="earnest" name="no findings"/>\n'
    return f'<?xml version="1.0" encoding="utf-8"?>\n<testsuites>\n{head}\n{cases}</testsuite>\n</testsuites>\n'


def _case(one: Finding) -> str:
    return "".join(_parts(one))


def _parts(one: Finding) -> Iterator[str]:
    place = one.location
    name = f"{one.code} {one.name} at line {place.line}, column {place.column}"
    attributes = {"classname": place.file, "name": name, "file": place.file, "line": str(place.line)}
    yield f"<testcase {' '.join(f'{key}={_attribute(value)}' for key, value in attributes.items())}>"
    yield f"<failure type={_attribute(one.severity.value)} message={_attribute(one.message)}>"
    yield escape(
        _FORBIDDEN.sub("\ufffd", f"{place.file}:{place.line}:{place.column}: {one.message}. {one.cure}".strip())
    )
    yield "</failure></testcase>\n"


def _attribute(text: str) -> str:
    return quoteattr(_FORBIDDEN.sub("\ufffd", text))
