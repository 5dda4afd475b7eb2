"""What the command line asked for, as one frozen value."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

__all__ = ["Options"]


@dataclass(frozen=True, slots=True)
class Options:
    """The wishes of `earnest check` and `earnest prove`."""

    path: Path
    """A directory of the project, or its root; it exists."""
    jobs: int | None = None
    """How many trials at once; None: decide by the machine."""
    diff: str | None = None
    """Only changes on lines that differ from this git revision."""
    budget: float | None = None
    """Seconds after which no further trial is started; what was tried until then is a fair sample."""
    confirm: bool = False
    """Judge every missed change once more on the cold path."""
    fresh: bool = False
    """Ask every question again, whatever the evidence store remembers."""
    operators: tuple[str, ...] = ()
    """Only these operators, by name; empty: all."""
    families: tuple[str, ...] = ()
    """Only these families, by their value; empty: all."""
    review: bool = True
    """Review the tests, too, with what the run showed at hand."""
    pytest_args: tuple[str, ...] = ()
    """Handed to pytest behind the project's own options."""

    @property
    def narrowed(self) -> bool:
        """Whether some changes were left out on purpose."""
        return bool(self.diff is not None or self.operators or self.families)
