"""Finds the test that another one depends on, by running ever smaller parts of the suite before it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

__all__ = ["Decider", "deciding_test"]

Outcome = Callable[[list[int]], str]
"""Runs these tests in this order in a fresh process and tells how the last one ended."""


@dataclass(frozen=True, slots=True)
class Decider:
    """The test that decides."""

    index: int
    fails_behind: bool
    """Whether the other one fails behind it, or fails without it."""


def deciding_test(victim: int, count: int, wanted: str, outcome: Outcome, *, first_alone: bool) -> Decider | None:
    """The one test of `count` on which the outcome of `victim` depends; None where there is none, or it takes several.

    `wanted` is the victim's outcome in the order of collection. `first_alone` tells that it ended so when it ran before
    the others. The answer is proved: the victim alone, and behind that one test, end differently, twice each (a test
    that fails by chance has no decider).
    """
    alone = outcome([victim])
    if first_alone and alone != wanted:
        return None
    if alone == wanted:
        behind = list(range(count - 1, victim, -1))  # in the reversed order these ran before it
        found = _smallest(behind, lambda part: outcome([*part, victim]) != wanted)
        fails_behind = True
    else:
        found = _smallest(list(range(victim)), lambda part: outcome([*part, victim]) == wanted)
        fails_behind = False
    if found is None or (outcome([found, victim]) == wanted) is fails_behind or outcome([victim]) != alone:
        return None
    return Decider(found, fails_behind)


def _smallest(candidates: Sequence[int], decides: Callable[[Sequence[int]], bool]) -> int | None:
    """Halves the candidates for as long as one half decides by itself; a test that needs a partner is not found."""
    if not candidates or not decides(candidates):
        return None
    while len(candidates) > 1:
        middle = len(candidates) // 2
        for half in (candidates[middle:], candidates[:middle]):  # the nearest neighbours of the victim first
            if decides(half):
                candidates = half
                break
        else:
            return None
    return candidates[0]
