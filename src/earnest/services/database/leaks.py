"""What a test leaves in its database, in words: for those who want to know although it is taken back."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest

__all__ = ["LastingChangeWarning", "Leak", "lasting_change", "leaks_in", "note", "sentence", "tell"]

_PROPERTY = "earnest_left"
"""Reports of tests carry it: pytest-xdist sends them to where the summary is written, and JUnit files keep it."""


class LastingChangeWarning(pytest.PytestWarning):
    """A test has changed something that belongs to the whole server, and that stays."""


@dataclass(frozen=True, slots=True)
class Leak:
    """One thing that is there behind a test and was not there before, or the other way round."""

    kind: str
    """In the singular, e.g. `row` or `prepared transaction`."""
    count: int = 1
    """Below zero where something is missing; zero where as much is there, but it is not the same."""
    place: str = ""
    """The table, or the name."""

    def __str__(self) -> str:
        """E.g. `3 rows in orders`."""
        where = f" in {self.place}" if self.place else ""
        if not self.count:
            return f"changed {self.kind}s{where}"
        number = abs(self.count)
        fewer = " fewer" if self.count < 0 else ""
        return f"{number} {self.kind}{'' if number == 1 else 's'}{fewer}{where}"


def sentence(leaks: Iterable[Leak]) -> str:
    """All of them, as the end of a sentence that begins with the test."""
    return f"left {', '.join(map(str, leaks))}"


def lasting_change(item: pytest.Item, changes: Iterable[str]) -> str:
    """The warning's text."""
    who = "(or a test that another worker ran then) " if "PYTEST_XDIST_WORKER" in os.environ else ""
    cure = 'That belongs to the whole server and stays: take it back in the test, or mark it database("cluster").'
    return f"{item.nodeid} {who}{' and '.join(changes)}. {cure}"


def note(item: pytest.Item, leaks: Iterable[Leak]) -> None:
    """Lets the reports of this test tell."""
    item.user_properties.append((_PROPERTY, sentence(leaks)))


def leaks_in(reports: Iterable[Any]) -> Iterator[tuple[str, str]]:
    """Test identifiers with what each left, in the order of the reports."""
    for report in reports:
        if getattr(report, "when", "") == "teardown":
            for name, told in report.user_properties:
                if name == _PROPERTY:
                    yield report.nodeid, told


def tell(reporter: pytest.TerminalReporter, reports: Iterable[Any]) -> None:
    """The part of the summary; nothing where no test told anything."""
    told = list(leaks_in(reports))
    if told:
        reporter.section("what tests left in the database")
        for test, left in told:
            reporter.write_line(f"{test} {left}")
