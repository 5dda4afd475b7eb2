"""Makes the settings out of pyproject.toml or earnest.toml and the options of the command line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import ConfigurationError
from .fields import FIELDS, Field
from .kinds import MisfitError, Mistake, nearest
from .settings import Settings
from .toml import line_of, parse_toml, read_text

__all__ = ["OWN_FILE", "load"]

OWN_FILE = "earnest.toml"
_KEYS = {field.key: field for field in FIELDS}


@dataclass(frozen=True, slots=True)
class _Origin:
    """Where a table of settings was found."""

    name: str
    text: str
    prefix: str
    table: object

    def place(self, key: str) -> str:
        """`pyproject.toml:12: ` for a dotted key, or the file alone where the line cannot be told."""
        line = line_of(self.text, f"{self.prefix}{key}")
        return f"{self.name}:{line}: " if line else f"{self.name}: "


def load(root: Path, overrides: Mapping[str, object] | None = None) -> Settings:
    """The settings that hold for the project at `root`.

    `overrides` come from the command line under the same keys as in the file; None means "not given".
    Raises ConfigurationError, once, with every mistake in the file and the overrides.
    """
    mistakes: list[str] = []
    values: dict[str, Any] = {}
    origins = list(_origins(root))
    if len(origins) > 1:
        mistakes.append(f"{OWN_FILE} and [tool.earnest] in pyproject.toml both hold settings: keep one of them")
    given = {key.replace("_", "-"): value for key, value in (overrides or {}).items() if value is not None}
    for origin in [*origins, _Origin("command line", "", "", given)]:
        values |= _read(origin, root, mistakes)
    if mistakes:
        raise _error(mistakes)
    return Settings(**values)


def _origins(root: Path) -> Iterator[_Origin]:
    text = read_text(root / "pyproject.toml")
    if text is not None:
        tool = parse_toml(text, "pyproject.toml").get("tool")
        if isinstance(tool, dict) and "earnest" in tool:
            yield _Origin("pyproject.toml", text, "tool.earnest.", tool["earnest"])
    text = read_text(root / OWN_FILE)
    if text is not None:
        yield _Origin(OWN_FILE, text, "", parse_toml(text, OWN_FILE))


def _read(origin: _Origin, root: Path, mistakes: list[str]) -> dict[str, object]:
    """What the table holds, by attribute of Settings; whatever is wrong goes to `mistakes`."""
    values: dict[str, object] = {}
    if not isinstance(origin.table, Mapping):
        mistakes.append(f"{origin.place('')}tool.earnest = {origin.table!r}: expected a table")
        return values
    for key, value in origin.table.items():
        field = _KEYS.get(key)
        if field is None:
            mistakes.append(f"{origin.place(key)}{_unknown(key, origin)}")
            continue
        wrong = _value(field, value, root, values)
        mistakes.extend(f"{origin.place(mistake.key)}{mistake.text}" for mistake in wrong)
    return values


def _value(field: Field, value: object, root: Path, values: dict[str, object]) -> Iterable[Mistake]:
    try:
        values[field.attribute] = field.kind.read(field.key, value, root)
    except MisfitError as misfit:
        return misfit.mistakes
    return ()


def _unknown(key: str, origin: _Origin) -> str:
    if key == "tool" and origin.name == OWN_FILE:
        return f"unknown key 'tool'; in {OWN_FILE} the keys stand at the top, without [tool.earnest]"
    return f"unknown key {key!r}; {nearest(key, list(_KEYS))}"


def _error(mistakes: list[str]) -> ConfigurationError:
    if len(mistakes) == 1:
        return ConfigurationError(mistakes[0])
    listed = "\n".join(f"  {mistake}" for mistake in mistakes)
    return ConfigurationError(f"{len(mistakes)} mistakes in the configuration:\n{listed}")
