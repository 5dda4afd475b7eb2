"""What one honest run of the unchanged suite showed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from .double import Double
from .test import Outcome, Test

__all__ = ["Baseline", "Connection", "Coverage", "OrderDependency", "TakenPlace"]


@dataclass(frozen=True, slots=True)
class Coverage:
    """Which tests ran which lines. Files are relative to the project root; tests are indexes into `Baseline.tests`."""

    by_line: Mapping[str, Mapping[int, frozenset[int]]] = field(default_factory=dict)
    """file -> line -> tests that ran it in the test process or in a subprocess of it."""
    at_import: Mapping[str, frozenset[int]] = field(default_factory=dict)
    """file -> lines that ran while modules were imported and tests collected."""
    in_subprocess: Mapping[str, Mapping[int, frozenset[int]]] = field(default_factory=dict)
    """The part of `by_line` that ran in another interpreter which a test had started."""
    importers: Mapping[str, frozenset[int]] = field(default_factory=dict)
    """file -> tests whose module imports it, directly or not."""

    def tests_of(self, file: str, lines: Iterable[int]) -> frozenset[int]:
        """The tests that ran at least one of these lines."""
        table = self.by_line.get(file, {})
        return frozenset().union(*(table.get(line, frozenset()) for line in lines))

    def files_of(self, test: int) -> Iterator[str]:
        """The first-party files of which this test ran at least one line."""
        return (file for file, lines in self.by_line.items() if any(test in tests for tests in lines.values()))


@dataclass(frozen=True, slots=True)
class OrderDependency:
    """A test whose outcome another test decides."""

    test: str
    """Node id."""
    other: str
    """Node id of the test that leaves something behind."""
    fails_behind: bool
    """True: it fails when the other one ran before it. False: it fails unless the other one ran before it."""


@dataclass(frozen=True, slots=True)
class Connection:
    """A test looked up or connected to an address that is not this machine's."""

    test: str
    """Node id."""
    address: str
    """Host, with the port behind a colon where it is known."""


@dataclass(frozen=True, slots=True)
class TakenPlace:
    """A test bound a port, or opened a file for writing, that is not its own."""

    test: str
    """Node id."""
    what: str
    """`port 8080` or `file PATH`, the path relative to the project's root where it lies in it."""


@dataclass(frozen=True, slots=True)
class Baseline:
    """The suite before any change."""

    tests: tuple[Test, ...]
    """In the order of collection."""
    coverage: Coverage
    unstable: frozenset[str]
    """Ids of tests whose outcome differs between runs of the unchanged suite: they can never be the ones that catch."""
    doubles: tuple[Double, ...]
    collect_seconds: float
    seconds: float
    order_dependent: frozenset[str] = frozenset()
    """Ids of tests that fail behind certain others but pass before them: in trials they go first."""
    dependencies: tuple[OrderDependency, ...] = ()
    """Which other test the outcome of a test depends on, as far as that could be found out."""
    suite_lines: Mapping[str, Mapping[int, frozenset[int]]] = field(default_factory=dict)
    """file of the suite -> line -> tests that ran it, as indexes into `tests`."""
    connections: tuple[Connection, ...] = ()
    """What tests reached for beyond this machine."""
    places: tuple[TakenPlace, ...] = ()
    """What of this machine tests took that another process could take as well."""
    parallel: bool = False
    """Whether the project's own options run the suite in several processes at once."""
    notes: tuple[str, ...] = ()
    """What was switched off or found out about the suite: one sentence each, for the report."""

    @property
    def passed(self) -> tuple[Test, ...]:
        """The tests that passed."""
        return tuple(test for test in self.tests if test.outcome is Outcome.PASSED)

    @property
    def failed(self) -> tuple[Test, ...]:
        """The tests that failed."""
        return tuple(test for test in self.tests if test.outcome is Outcome.FAILED)
