"""Reads the application's `name:value` text format."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from .errors import ValidationError

__all__ = ["DataParser", "ParsedDocument", "Record", "Value"]

Value: TypeAlias = str | int
Record: TypeAlias = dict[str, Value]


@dataclass
class ParsedDocument:
    """A whole file: what it says about itself, and the records of each of its sections."""

    metadata: Record = field(default_factory=dict)
    sections: dict[str, list[Record]] = field(default_factory=dict)


class DataParser:
    """Turns text into records: `name:John,age:25` is `{"name": "John", "age": 25}`."""

    def parse(self, text: str) -> Record:
        """One record. Values that consist of digits become int; blanks around names and values do not count.

        Raises ValidationError that shows the part which is no `name:value`, or the name that comes twice.
        """
        record: Record = {}
        if text.strip():
            for pair in text.split(","):
                _add(record, pair)
        return record

    def load(self, path: str | Path) -> ParsedDocument:
        """A file in UTF-8 with metadata and sections. Raises ValidationError that names the file and the line.

        `# name: value` is metadata, `[title]` opens a section, any other line is a record of the open section.
        """
        try:
            return self._parse_complex_format(Path(path).read_text(encoding="utf-8"))
        except ValidationError as error:
            raise ValidationError(f"{path}, {error}") from error

    @classmethod
    def _parse_complex_format(cls, text: str) -> ParsedDocument:
        document = ParsedDocument()
        section: list[Record] | None = None
        for number, line in enumerate(text.splitlines(), start=1):
            try:
                section = cls._read_line(line.strip(), document, section)
            except ValidationError as error:
                raise ValidationError(f"line {number}: {error}") from error
        return document

    @classmethod
    def _read_line(cls, line: str, document: ParsedDocument, section: list[Record] | None) -> list[Record] | None:
        """Adds one line to the document; returns the section that is open after it."""
        if line.startswith("#"):
            _add(document.metadata, line[1:])
        elif line.startswith("[") and line.endswith("]"):
            return document.sections.setdefault(line[1:-1].strip(), [])
        elif line:
            if section is None:
                raise ValidationError(f"a [section] is required before the record {line!r}")
            section.append(cls().parse(line))
        return section


def _add(record: Record, pair: str) -> None:
    name, colon, value = (part.strip() for part in pair.partition(":"))
    if not colon:
        raise ValidationError(f"{pair.strip()!r} is missing a colon: write name:value")
    if not name:
        raise ValidationError(f"{pair.strip()!r} is missing a name before the colon: write name:value")
    if name in record:
        raise ValidationError(f"{name!r} must appear only once, but {pair.strip()!r} gives it again")
    # Not isdigit(): that is true of superscripts, which int() refuses.
    record[name] = int(value) if value.isdecimal() else value
