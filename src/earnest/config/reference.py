"""Renders the reference page of the configuration from the table of fields."""

from __future__ import annotations

from .fields import FIELDS, Field
from .settings import CRITERIA

__all__ = ["reference"]

_HEAD = """\
# Configuration

Earnest needs none. What it should know all the same stands in `pyproject.toml` under `[tool.earnest]`, or in an
`earnest.toml` beside it, whose keys stand at the top of the file; both at once is an error. An option on the command
line wins over the file.

An unknown key or a wrong value stops the run with exit code 2, and the message lists every mistake at once
(see [configuration](messages/configuration.md)).

This page is made from the code: `make docs` writes it anew.

| key | value | default |
|---|---|---|
"""


def reference() -> str:
    """The whole page, as Markdown."""
    return _HEAD + "".join(map(_row, FIELDS)) + "".join(map(_section, FIELDS)) + _criteria()


def _row(field: Field) -> str:
    return f"| [`{field.key}`](#{field.key}) | {field.kind.expected} | {_default(field)} |\n"


def _section(field: Field) -> str:
    return f"\n## {field.key}\n\n{field.meaning}\n\n```toml\n[tool.earnest]\n{field.example}\n```\n"


def _criteria() -> str:
    rows = "".join(f"| {number} | `{name}` |\n" for name, number in CRITERIA.items())
    return f"\nThe criteria by number and name:\n\n| number | name |\n|---|---|\n{rows}"


def _default(field: Field) -> str:
    prose = field.default[0].isalpha() and "=" not in field.default
    return field.default if prose else f"`{field.default}`"
