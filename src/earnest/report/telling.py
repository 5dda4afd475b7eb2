"""Which missed changes say most about a suite."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Change, Run, Scope, Verdict
from ..scorecard import telling_order

__all__ = ["most_telling"]


def most_telling(run: Run) -> tuple[Change, ...]:
    """All missed changes: those that most tests ran come first, and one of each function before a second of any.

    What runs at import comes behind all functions.
    """
    missed = [change for change in run.changes if _verdict(run, change) is Verdict.MISSED]
    missed.sort(key=lambda change: telling_order(change, run.trials[change.id].covered_by))
    return tuple(change for _turn, change in sorted(_turns(missed), key=_rank))


def _rank(turn: tuple[int, Change]) -> tuple[bool, int]:
    return turn[1].scope is Scope.IMPORT, turn[0]


def _verdict(run: Run, change: Change) -> Verdict | None:
    trial = run.trials.get(change.id)
    return trial.verdict if trial else None


def _turns(changes: list[Change]) -> Iterator[tuple[int, Change]]:
    """Each change with how many of the same function came before it."""
    seen: dict[tuple[str, str], int] = {}
    for change in changes:
        place = (change.location.file, change.qualname)
        seen[place] = seen.get(place, -1) + 1
        yield seen[place], change
