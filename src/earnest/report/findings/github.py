"""Findings as workflow commands of GitHub Actions: annotations beside the lines of a pull request."""

from __future__ import annotations

from ...model import Finding, Severity
from .told import Told

__all__ = ["document"]

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice", Severity.PREVIEW: "notice"}


def document(told: Told) -> str:
    """One command a line."""
    return "".join(f"{_command(one)}\n" for one in told.shown)


def _command(one: Finding) -> str:
    place = one.location
    properties = {"title": f"{one.code} {one.name}", "file": place.file, "line": place.line, "endLine": place.end_line}
    if place.line == place.end_line:  # GitHub takes columns within one line only
        properties |= {"col": place.column, "endColumn": place.end_column}
    written = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items())
    return f"::{_LEVELS[one.severity]} {written}::{_data(f'{one.message}. {one.cure}'.strip())}"


def _data(text: str) -> str:
    """What would end the command, as its documentation asks for."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
