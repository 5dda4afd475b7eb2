"""What the static reviewer says about a test."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from .location import Location

__all__ = ["Finding", "FindingState", "Severity", "TextEdit"]


class FindingState(Enum):
    """How sure a finding is."""

    STATIC = "static"
    CONFIRMED = "confirmed"
    WITHDRAWN = "withdrawn"


class Severity(Enum):
    """How much it matters. Only errors and warnings make `earnest review` end with 1."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"
    PREVIEW = "preview"


@dataclass(frozen=True, slots=True)
class TextEdit:
    """Replace the characters from `start` to `end` (exclusive) of the file's text by `after`."""

    start: int
    end: int
    after: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One hit of one rule."""

    code: str
    """e.g. `ET202`."""
    name: str
    """e.g. `mock-first-party`."""
    location: Location
    test: str
    """Node id of the test that it is about, e.g. `tests/test_a.py::TestB::test_c`; empty for a file or a fixture."""
    message: str
    """One sentence that shows both sides, without a full stop at its end."""
    state: FindingState = FindingState.STATIC
    severity: Severity = Severity.WARNING
    cure: str = ""
    """What to do instead, one sentence with its full stop."""
    key: str = ""
    """Identity by content: the same after lines were inserted above. `(file, code, key)` names it in a baseline file."""
    fix: tuple[TextEdit, ...] = ()
    """Edits of the file that mend it; empty when only a person can."""
    safe: bool = False
    """Whether the fix keeps what the test means; others need `--unsafe-fixes`."""
    clue: str = ""
    """Under what a run's evidence about it is found, in its rule's own form: the dotted name that a patch replaces, say."""
