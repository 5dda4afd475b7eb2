"""Reads the configuration files of pytest, setuptools and the build backends, as far as they say where code is."""

from __future__ import annotations

import configparser
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ..errors import ProjectError

__all__ = ["read_ini", "read_toml", "table", "texts"]


def read_toml(root: Path, path: str) -> Mapping[str, Any]:
    """The tables of a TOML file below the root, none when it does not exist. Raises ProjectError."""
    try:
        return tomllib.loads((root / path).read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (OSError, ValueError) as error:  # ValueError: not TOML, or not UTF-8
        raise ProjectError(f"{path} cannot be read: {error}.") from error


def read_ini(root: Path, path: str) -> Mapping[str, Mapping[str, str]]:
    """The sections of an INI file below the root, none when it does not exist.

    A file that does not parse says nothing here: whoever owns it (setuptools, pytest, tox) reports that better.
    """
    parser = configparser.ConfigParser(interpolation=None, strict=False, default_section="\0")
    try:
        parser.read_string((root / path).read_text(encoding="utf-8"))
    except (OSError, ValueError, configparser.Error):
        return {}
    return {name: dict(section) for name, section in parser.items() if section}


def table(tables: Mapping[str, Any], *keys: str) -> Mapping[str, Any]:
    """The table below these keys, an empty one where there is none."""
    found: Any = tables
    for key in keys:
        found = found.get(key) if isinstance(found, Mapping) else None
    return found if isinstance(found, Mapping) else {}


def texts(value: object) -> tuple[str, ...]:
    """The strings of a value that may be one string, with blanks or line ends between several, or a list of strings."""
    if isinstance(value, str):
        return tuple(value.replace(",", " ").split())
    if isinstance(value, list | tuple):
        return tuple(item for item in value if isinstance(item, str))
    return ()
