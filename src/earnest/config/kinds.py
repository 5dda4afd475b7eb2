"""What the value of a key may be: each kind reads one TOML value or says what it expected instead."""

from __future__ import annotations

import json
import math
import re
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from .places import existing
from .settings import CRITERIA, Threshold

__all__ = [
    "DottedNames",
    "Environment",
    "Kind",
    "MisfitError",
    "Mistake",
    "Number",
    "Paths",
    "Patterns",
    "Size",
    "Texts",
    "Thresholds",
    "Whole",
    "nearest",
]


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing wrong with one key."""

    key: str
    """Dotted below `[tool.earnest]`, e.g. `thresholds.bugs`."""
    text: str


class MisfitError(Exception):
    """A value that its key does not take, with everything that is wrong with it."""

    def __init__(self, mistakes: list[Mistake]) -> None:
        super().__init__(mistakes)
        self.mistakes = mistakes


def shown(value: object) -> str:
    """The value as TOML would nearly write it, short enough for a message."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 60 else f"{text[:57]}..."


def nearest(word: str, known: list[str]) -> str:
    """`; did you mean 'sources'?`, or all the known words where none is near."""
    close = get_close_matches(word.lower().replace("_", "-"), known, n=1)
    return f"did you mean {close[0]!r}?" if close else f"known are {', '.join(known)}"


class Kind(ABC):
    """A type of value, for reading and for the reference page."""

    expected: str
    """Follows "expected" in a message and stands in the reference, e.g. `a whole number of at least 1`."""

    @abstractmethod
    def read(self, key: str, value: object, root: Path) -> object:
        """The value as `Settings` holds it; paths are seen from `root`. Raises MisfitError."""

    def misfit(self, key: str, value: object) -> MisfitError:
        """The exception for a value of another type."""
        return MisfitError([self.mistake(key, value, self.expected)])

    @staticmethod
    def mistake(key: str, value: object, expected: str) -> Mistake:
        """The mistake that names key, value and what was expected."""
        return Mistake(key, f"{key} = {shown(value)}: expected {expected}")


class Number(Kind):
    """A finite number, whole or not."""

    def __init__(self, minimum: float) -> None:
        self.minimum = minimum
        self.expected = f"a number of at least {minimum:g}"

    def read(self, key: str, value: object, root: Path) -> float:
        """The number as a float."""
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.misfit(key, value)
        if not math.isfinite(value) or value < self.minimum:
            raise self.misfit(key, value)
        return float(value)


class Whole(Kind):
    """A whole number."""

    def __init__(self, minimum: int) -> None:
        self.minimum = minimum
        self.expected = f"a whole number of at least {minimum}"

    def read(self, key: str, value: object, root: Path) -> int:
        """The number."""
        if isinstance(value, bool) or not isinstance(value, int) or value < self.minimum:
            raise self.misfit(key, value)
        return value


class Size(Kind):
    """An amount of memory."""

    expected = 'a size of at least 64 MiB such as "2GiB" or "512MiB"'
    _minimum = 64 * 1024**2
    _text = re.compile(r"\s*(\d+(?:\.\d+)?)\s*([kmgt]i?)?b\s*", re.IGNORECASE)

    def read(self, key: str, value: object, root: Path) -> int:
        """The size in bytes: `GB` counts in thousands, `GiB` in 1024s."""
        match = self._text.fullmatch(value) if isinstance(value, str) else None
        if match is None:
            raise self.misfit(key, value)
        prefix = (match[2] or "").lower()
        base = 1024 if prefix.endswith("i") else 1000
        size = int(float(match[1]) * base ** " kmgt".index(prefix[:1] or " "))
        if size < self._minimum:
            raise self.misfit(key, value)
        return size


class Texts(Kind):
    """A list of strings."""

    expected = "a list of strings"
    each = "a string that is not empty"

    def read(self, key: str, value: object, root: Path) -> tuple[str, ...]:
        """The strings, in their order."""
        if not isinstance(value, list | tuple):
            raise self.misfit(key, value)
        mistakes = [self.mistake(key, item, self.each) for item in value if not isinstance(item, str) or not item]
        if not mistakes:
            mistakes = [self.mistake(key, item, wrong) for item in value if (wrong := self.objection(item, root))]
        if mistakes:
            raise MisfitError(mistakes)
        return tuple(value)

    def objection(self, item: str, root: Path) -> str:
        """What was expected instead of this item; empty when it is right."""
        return ""


class DottedNames(Texts):
    """A list of names such as `app.clients.mail`."""

    expected = "a list of dotted names"

    def objection(self, item: str, root: Path) -> str:
        """Python could not import such a name."""
        right = all(part.isidentifier() for part in item.split("."))
        return "" if right else "a dotted name such as app.clients.mail"


class Patterns(Texts):
    """A list of globs for files below the root."""

    expected = "a list of globs"

    def objection(self, item: str, root: Path) -> str:
        """The pattern could never match a path below the root."""
        outside = item.startswith("/") or ".." in item.split("/")
        return "a glob relative to the project's root" if outside else ""


class Paths(Patterns):
    """A list of paths, or globs of paths, that exist below the root."""

    expected = "a list of paths"

    def objection(self, item: str, root: Path) -> str:
        """The path leads outside or nowhere."""
        if super().objection(item, root):
            return "a path inside the project, relative to its root"
        return "" if existing(root, [item]) else f"a path that exists below {root}"


class Environment(Kind):
    """Environment variables."""

    expected = "a table of strings"

    def read(self, key: str, value: object, root: Path) -> Mapping[str, str]:
        """The variables, as they are."""
        if not isinstance(value, Mapping):
            raise self.misfit(key, value)
        mistakes = list(self._mistakes(key, value))
        if mistakes:
            raise MisfitError(mistakes)
        return dict(value)

    def _mistakes(self, key: str, table: Mapping[str, object]) -> Iterator[Mistake]:
        for name, text in table.items():
            if not name or "=" in name or "\0" in name:
                yield self.mistake(f"{key}.{name}", text, "a variable's name before the equals sign")
            elif not isinstance(text, str) or "\0" in text:
                yield self.mistake(f"{key}.{name}", text, "a string (put it in quotes)")


class Thresholds(Kind):
    """Shares at which criteria pass and warn."""

    expected = "a table of criteria, each with pass and warn"
    _share = "a share between 0 and 1"
    _attributes = {"pass": "passing", "warn": "warning"}

    def read(self, key: str, value: object, root: Path) -> Mapping[int, Threshold]:
        """A threshold for each of the eight criteria, the default where the table is silent."""
        if not isinstance(value, Mapping):
            raise self.misfit(key, value)
        thresholds: dict[int, Threshold] = {}
        mistakes: list[Mistake] = []
        for name, shares in value.items():
            place = f"{key}.{name}"
            number = CRITERIA.get(name) or next((n for n in CRITERIA.values() if str(n) == name), None)
            if number is None:
                mistakes.append(Mistake(place, f"{place}: unknown criterion; {nearest(name, list(CRITERIA))}"))
            elif number in thresholds:
                mistakes.append(Mistake(place, f"{place}: criterion {number} has been given before"))
            else:
                wrong = list(self._mistakes(place, shares))
                thresholds[number] = Threshold() if wrong else self._threshold(shares)
                mistakes += wrong
        if mistakes:
            raise MisfitError(mistakes)
        return {number: thresholds.get(number, Threshold()) for number in CRITERIA.values()}

    def _mistakes(self, place: str, shares: object) -> Iterator[Mistake]:
        if not isinstance(shares, Mapping):
            yield self.mistake(place, shares, "a table such as { pass = 0.9, warn = 0.75 }")
            return
        wrong = False
        for name, share in shares.items():
            if name not in self._attributes:
                known = nearest(name, list(self._attributes))
                yield Mistake(f"{place}.{name}", f"{place}.{name}: unknown key; {known}")
            elif isinstance(share, bool) or not isinstance(share, int | float) or not 0 <= share <= 1:
                yield self.mistake(f"{place}.{name}", share, self._share)
            else:
                continue
            wrong = True
        if not wrong and (made := self._threshold(shares)).warning > made.passing:
            yield self.mistake(place, shares, f"warn ({made.warning:g}) not above pass ({made.passing:g})")

    def _threshold(self, shares: Mapping[str, float]) -> Threshold:
        passing = float(shares.get("pass", Threshold().passing))
        # A lower pass alone lowers the warning with it: both then say the same.
        return Threshold(passing, float(shares.get("warn", min(Threshold().warning, passing))))
