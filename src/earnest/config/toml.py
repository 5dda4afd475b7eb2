"""Reads a TOML file, and says on which line of it something stands."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from ..errors import ConfigurationError

__all__ = ["line_of", "parse_toml", "read_text"]

_HEADER = re.compile(r"\s*\[\[?\s*([^\[\]]+?)\s*\]\]?\s*(?:#.*)?")
_KEY = re.compile(r"""\s*((?:"[^"]*"|'[^']*'|[\w. -])+?)\s*=""")
_PLACE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")


def read_text(file: Path) -> str | None:
    """The text of the file, or None when there is no such file. Raises ConfigurationError."""
    try:
        return file.read_text(encoding="utf-8")
    except (FileNotFoundError, NotADirectoryError):
        return None
    except UnicodeDecodeError as error:
        raise ConfigurationError(f"{file}: not UTF-8 at byte {error.start}.", cure="Save it as UTF-8.") from error
    except OSError as error:
        raise ConfigurationError(f"{file}: cannot be read: {error.strerror}.") from error


def parse_toml(text: str, name: str) -> dict[str, object]:
    """The tables of the text; `name` is the file's, for the message. Raises ConfigurationError with the line."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        message = str(error)
        place = _PLACE.search(message)
        line = int(place[1]) if place and place[1] else text.count("\n") + 1
        raise ConfigurationError(f"{name}:{line}: not valid TOML: {_PLACE.sub('', message)}.") from error


def line_of(text: str, path: str) -> int | None:
    """The line on which the dotted `path` is given a value, else that of the nearest table around it."""
    table = ""
    lines: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if header := _HEADER.fullmatch(line):
            table = _plain(header[1])
            found = table
        elif key := _KEY.match(line):
            found = f"{table}.{_plain(key[1])}".lstrip(".")
        else:
            continue
        while found:
            lines.setdefault(found, number)
            found = found.rpartition(".")[0]
    while path and path not in lines:
        path = path.rpartition(".")[0]
    return lines.get(path)


def _plain(key: str) -> str:
    return ".".join(part.strip().strip("\"'") for part in key.split("."))
