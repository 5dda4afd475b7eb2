"""Where a name really comes from: whose code it is, and where it is defined."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from enum import Enum

from .symbols import SymbolKind

__all__ = ["Origin", "Party"]


class Party(Enum):
    """Whose code a name belongs to."""

    FIRST = "first-party"
    BOUNDARY = "boundary"
    """The project's own, but it is where the project ends: declared, or inferred to wrap a third-party client."""
    TEST = "test support"
    """The suite's own helpers and fakes."""
    THIRD = "third-party"
    STDLIB = "stdlib"
    UNKNOWN = "unknown"
    """It cannot be told without running code: rules stay silent."""


@dataclass(frozen=True, slots=True)
class Origin:
    """The definition behind a name, found from the import roots through imports and re-exports."""

    dotted: str
    """Module and qualified name where it is defined, e.g. `app.services.UserService.get`."""
    party: Party
    module: str = ""
    """The module that defines it, as far as it is known."""
    file: str = ""
    """Relative path of that module; empty unless it is the project's (or its suite's)."""
    line: int = 0
    kind: SymbolKind | None = None
    node: ast.AST | None = field(default=None, compare=False, repr=False)
    """The definition, or the value bound to the name."""
    annotation: ast.expr | None = field(default=None, compare=False, repr=False)
    """The type that the text gives to the name."""

    @property
    def own(self) -> bool:
        """Whether it is the project's own code and no boundary."""
        return self.party is Party.FIRST

    @property
    def top(self) -> str:
        """The first part of the dotted name, e.g. `requests`."""
        return self.dotted.partition(".")[0]

    def __str__(self) -> str:
        """For messages: `app.services.UserService (src/app/services.py:12)`."""
        return f"{self.dotted} ({self.file}:{self.line})" if self.file else self.dotted
