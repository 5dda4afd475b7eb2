"""A change to the code under test: what is injected, where, and which production incident it stands for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from .location import Location

__all__ = ["Change", "Family", "Kind", "Scope"]


class Kind(Enum):
    """What a test suite owes to a change."""

    BREAKING = "breaking"
    """Production would suffer: some test must fail."""
    PRESERVING = "preserving"
    """A refactoring: no test may fail."""
    FAULT = "fault"
    """The world breaks, not the code: it must be handled."""


class Family(Enum):
    """The way in which production would fail."""

    LOGIC = "logic"
    ERRORS = "errors"
    MESSAGES = "messages"
    EFFECTS = "effects"
    PERSISTENCE = "persistence"
    CONCURRENCY = "concurrency"
    SECURITY = "security"
    TIME = "time"
    CONTRACT = "contract"
    VOLUME = "volume"
    ASYNC = "async"


class Scope(Enum):
    """When the changed text is executed."""

    FUNCTION = "function"
    """Inside a function body: each call runs it."""
    IMPORT = "import"
    """Module level, class body, decorator, default value or annotation: the import of the module runs it once."""


@dataclass(frozen=True, slots=True)
class Change:
    """One replacement of text in one file. Values of this class are made by `earnest.changes` only."""

    id: str
    """Twelve hexadecimal digits from file, qualified name, operator, replaced text and ordinal: stable when lines shift."""
    location: Location
    """The replaced text."""
    start: int
    end: int
    """Offsets of the replaced text in the file's decoded text, in characters; the end is exclusive."""
    before: str
    after: str
    family: Family
    operator: str
    """Name of the operator that made it, e.g. `drop-raise`."""
    kind: Kind
    scope: Scope
    qualname: str
    """Dotted name of the enclosing class and function, e.g. `Signer.unsign`; empty at module level."""
    lines: tuple[int, int]
    """First and last line of the statement that holds the change: a test that ran one of them is chosen."""
    description: str
    """One clause without a full stop, e.g. `the raise of BadSignature is dropped`."""

    def apply(self, source: str) -> str:
        """`source` (the whole text of the file) with this change made. Raises ValueError when the text has moved on."""
        if source[self.start : self.end] != self.before:
            raise ValueError(f"{self.location}: expected {self.before!r}, found {source[self.start : self.end]!r}")
        return source[: self.start] + self.after + source[self.end :]
