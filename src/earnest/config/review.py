"""Reads the table `[tool.earnest.review]`: which rules are on, and where."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from .kinds import Kind, MisfitError, Mistake, Patterns, Texts, nearest
from .settings import PROFILES, ReviewRules

__all__ = ["ReviewTable"]


class _Flag(Kind):
    """Yes or no."""

    expected = "true or false"

    def read(self, key: str, value: object, root: Path) -> bool:
        """The value as it is."""
        if not isinstance(value, bool):
            raise self.misfit(key, value)
        return value


class _Profile(Kind):
    """The name of a profile."""

    expected = f"one of {', '.join(PROFILES)}"

    def read(self, key: str, value: object, root: Path) -> str:
        """The name."""
        if value not in PROFILES:
            raise self.misfit(key, value)
        return str(value)


class _File(Kind):
    """A file of the project that need not exist."""

    expected = "a path inside the project, relative to its root"

    def read(self, key: str, value: object, root: Path) -> str:
        """The path."""
        if not isinstance(value, str) or not value or value.startswith("/") or ".." in value.split("/"):
            raise self.misfit(key, value)
        return value


class _PerFile(Kind):
    """Globs of files, each with the rules that are off there."""

    expected = "a table of globs, each with a list of rules"

    def read(self, key: str, value: object, root: Path) -> Mapping[str, tuple[str, ...]]:
        """The table as it stands."""
        if not isinstance(value, Mapping):
            raise self.misfit(key, value)
        globs, mistakes = Patterns(), list[Mistake]()
        table: dict[str, Any] = {}
        for glob, rules in value.items():
            _put({}, glob, globs, (key, [glob], root), mistakes)
            _put(table, glob, Texts(), (f"{key}.{glob}", rules, root), mistakes)
        if mistakes:
            raise MisfitError(mistakes)
        return table


class ReviewTable(Kind):
    """The table as a value."""

    expected = "a table with select, extend-select, ignore, per-file-ignores, profile, preview and baseline"
    _kinds: Mapping[str, Kind] = {
        "select": Texts(),
        "extend-select": Texts(),
        "ignore": Texts(),
        "per-file-ignores": _PerFile(),
        "profile": _Profile(),
        "preview": _Flag(),
        "baseline": _File(),
    }

    def read(self, key: str, value: object, root: Path) -> ReviewRules:
        """The settings, the default where the table is silent. Whether the rules exist, the reviewer says."""
        if not isinstance(value, Mapping):
            raise self.misfit(key, value)
        mistakes: list[Mistake] = []
        values: dict[str, Any] = {}
        for name, item in value.items():
            place, kind = f"{key}.{name}", self._kinds.get(name)
            if kind is None:
                mistakes.append(Mistake(place, f"{place}: unknown key; {nearest(name, list(self._kinds))}"))
            else:
                _put(values, name.replace("-", "_"), kind, (place, item, root), mistakes)
        if mistakes:
            raise MisfitError(mistakes)
        return ReviewRules(**values)


def _put(
    values: dict[str, Any], name: str, kind: Kind, read: tuple[str, object, Path], mistakes: list[Mistake]
) -> None:
    """Reads one value into `values`, or what is wrong with it into `mistakes`."""
    try:
        values[name] = kind.read(*read)
    except MisfitError as misfit:
        mistakes += misfit.mistakes
