"""The baseline: the suite runs twice, unchanged, once as it is and once backwards, and becomes a `model.Baseline`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from ..errors import BaselineError
from ..model import Baseline, Connection, Coverage, Double, OrderDependency, Outcome, TakenPlace, Test
from ..process import Ended, Limits, now
from .bisection import deciding_test
from .zygote import Collection, Zygote

__all__ = ["Measured", "measure_baseline"]

_SHOWN = 5
_BISECTED = 5
"""For how many tests that depend on the order the one that they depend on is looked for: each costs about a run of the
suite."""
_SLOW_SETUP = 0.05
Lines = dict[str, list[int]]


class Measured:
    """A baseline and what only the trials need of it."""

    __slots__ = ("baseline", "collection", "memory", "setup_seconds")

    def __init__(self, baseline: Baseline, collection: Collection, memory: int, setup_seconds: float) -> None:
        self.baseline = baseline
        self.collection = collection
        self.memory = memory
        """Peak address space of the measured run, in bytes."""
        self.setup_seconds = setup_seconds
        """What set-ups that took long (shared fixtures, most likely) add up to: any one test may have to pay it."""


def measure_baseline(
    zygote: Zygote, collection: Collection, importers: Mapping[str, Iterable[int]], *, seconds: float
) -> Measured:
    """Runs the suite twice, at the same time, within `seconds` each. Raises BaselineError when a test fails."""
    started = now()
    backwards = list(reversed(range(len(collection.tests))))
    runs = _Runs(zygote, collection, seconds)
    numbers = [runs.start("baseline"), runs.start("repeat", backwards)]
    ended: dict[int, Ended] = {}
    while len(ended) < len(numbers):
        ended.update({answer.number: answer for answer in zygote.wait()})
    first = _answer(ended[numbers[0]], seconds, _where(zygote.scratch, collection))
    tests = _tests(collection, first["results"])
    _refuse_failures(tests, first)
    zygote.precompile(first["patterns"])
    second = ended[numbers[1]].answer
    deviant = _deviant(tests, second)
    unstable = _deviant(tests, _again(runs, deviant, backwards)) if deviant else frozenset()
    baseline = Baseline(
        tests=tests,
        coverage=_coverage(collection, first, second or {"lines": {}}, importers),
        unstable=frozenset(tests[index].id for index in unstable),
        order_dependent=frozenset(tests[index].id for index in deviant - unstable),
        dependencies=_dependencies(runs, tests, deviant, unstable),
        suite_lines=_frozen(_by_line(first["suite"])),
        connections=tuple(Connection(tests[index].id, one) for index, one in _each(first["connections"])),
        places=tuple(TakenPlace(tests[index].id, one) for index, one in _each(first["places"])),
        parallel="pytest-xdist" in collection.neutralised,
        doubles=_doubles(tests, first["doubles"]),
        collect_seconds=collection.seconds,
        seconds=now() - started,
        notes=tuple(_notes(collection)),
    )
    slow = sum(setup for *_, setup in first["results"] if setup > _SLOW_SETUP)
    return Measured(baseline, collection, first["memory"], slow)


def _each(table: Mapping[int, list[str]]) -> Iterable[tuple[int, str]]:
    return ((index, one) for index, found in sorted(table.items()) for one in found)


class _Runs:
    """Runs of the whole suite: in forks of the process that collected it, or, if that may not fork, ones that import anew."""

    def __init__(self, zygote: Zygote, collection: Collection, seconds: float) -> None:
        self._zygote = zygote
        self._limits = Limits(seconds=seconds, memory=0, processes=0)
        self._place = "hot" if collection.may_fork else "bare"
        self._anew = {"files": None, "collection": seconds, "path": ""}
        if not collection.may_fork:
            zygote.start_cold("bare", (), tuple(node for node, *_ in collection.tests))

    def start(self, kind: str, order: list[int] | None = None) -> int:
        """Begins one, and returns its number."""
        return self._zygote.submit(self._place, {"kind": kind, "order": order, **self._anew}, self._limits)

    def ask(self, kind: str, order: list[int]) -> Ended:
        """Begins one and waits for its end; there must be no other."""
        self.start(kind, order)
        while not (answers := self._zygote.wait()):
            pass
        return answers[0]


def _where(scratch: str, collection: Collection) -> str:
    """The test that ran when the process ended, as far as it got."""
    for current in Path(scratch).glob("slot*/test"):
        number = current.read_text().strip()
        if number:
            return f" in {collection.tests[int(number)][0]}"
    return ""


def _answer(ended: Ended, seconds: float, where: str) -> dict[str, Any]:
    if ended.timed_out:
        place = f"; it was{where}" if where else ""
        raise BaselineError(
            f"The unchanged suite did not end within {seconds:.0f} seconds{place}.",
            cure="Run fewer tests, or give it longer with `baseline-seconds` in [tool.earnest].",
        )
    if ended.answer is None:
        how = f"signal {ended.signal}" if ended.signal else f"exit status {ended.status}"
        raise BaselineError(
            f"The unchanged suite ended its own process{where} ({how}): tests behind it never run.",
            cure="Mend that test, or deselect it with `pytest-args` in [tool.earnest].",
        )
    if not isinstance(ended.answer, dict):
        raise BaselineError(
            "The tests can be collected once, but not a second time.", cure="See `pytest --collect-only`."
        )
    answer: dict[str, Any] = ended.answer
    return answer


def _tests(collection: Collection, results: list[tuple[int, str, float, str, float]]) -> tuple[Test, ...]:
    by_index = {index: (outcome, seconds, message) for index, outcome, seconds, message, _ in results}
    never = ("failed", 0.0, "the run was broken off before this test")
    return tuple(
        Test(node, file, line, Outcome(outcome), seconds, message)
        for index, (node, file, line) in enumerate(collection.tests)
        for outcome, seconds, message in [by_index.get(index, never)]
    )


def _refuse_failures(tests: tuple[Test, ...], answer: dict[str, Any]) -> None:
    failed = [test for test in tests if test.outcome is Outcome.FAILED]
    if failed:
        places = "; ".join(f"{test.id} ({test.message})" if test.message else test.id for test in failed[:_SHOWN])
        more = f" and {len(failed) - _SHOWN} more" if len(failed) > _SHOWN else ""
        raise BaselineError(
            f"{len(failed)} of {len(tests)} tests fail before any change: {places}{more}.",
            cure="There is nothing to measure until plain pytest passes.",
        )
    if answer["teardown"]:
        raise BaselineError(f"A fixture's clean-up fails before any change: {answer['teardown']}.")


def _again(runs: _Runs, deviant: frozenset[int], backwards: list[int]) -> dict[str, Any] | None:
    """A third run: the tests that depend on the order go first, in the order of collection, as trials will have them."""
    order = [*sorted(deviant), *(index for index in backwards if index not in deviant)]
    answer: dict[str, Any] | None = runs.ask("repeat", order).answer
    return answer


def _deviant(tests: tuple[Test, ...], answer: dict[str, Any] | None) -> frozenset[int]:
    """Tests whose outcome differs in another run; those that it did not reach are among them."""
    if answer is None:
        return frozenset(range(len(tests)))
    outcomes = {index: outcome for index, outcome, *_ in answer["results"]}
    return frozenset(index for index, test in enumerate(tests) if outcomes.get(index) != test.outcome.value)


def _dependencies(
    runs: _Runs, tests: tuple[Test, ...], deviant: frozenset[int], unstable: frozenset[int]
) -> tuple[OrderDependency, ...]:
    """Looks for the tests that decide the outcome of others."""

    def outcome(order: list[int]) -> str:
        """Of the last one; empty where the run did not get there."""
        answer = runs.ask("repeat", order).answer
        outcomes = {index: found for index, found, *_ in (answer or {"results": ()})["results"]}
        return str(outcomes.get(order[-1], ""))

    found = []
    for index in sorted(deviant)[:_BISECTED]:
        wanted = tests[index].outcome.value
        other = deciding_test(index, len(tests), wanted, outcome, first_alone=index not in unstable)
        if other is not None:
            found.append(OrderDependency(tests[index].id, tests[other.index].id, other.fails_behind))
    return tuple(found)


def _coverage(
    collection: Collection, first: dict[str, Any], second: dict[str, Any], importers: Mapping[str, Iterable[int]]
) -> Coverage:
    by_line = _by_line(first["lines"])
    in_subprocess: dict[str, dict[int, set[int]]] = {}
    _add_shared_work(by_line, _by_line(second["lines"]), importers, len(collection.tests))
    for test, files in first["subprocess"].items():
        _add(by_line, test, files)
        _add(in_subprocess, test, files)
    return Coverage(
        by_line=_frozen(by_line),
        at_import={file: frozenset(lines) for file, lines in collection.imported_lines.items()},
        in_subprocess=_frozen(in_subprocess),
        importers={file: frozenset(tests) for file, tests in importers.items()},
    )


def _by_line(lines: Mapping[int, Lines]) -> dict[str, dict[int, set[int]]]:
    table: dict[str, dict[int, set[int]]] = {}
    for test, files in lines.items():
        _add(table, test, files)
    return table


def _add_shared_work(
    by_line: dict[str, dict[int, set[int]]],
    backwards: dict[str, dict[int, set[int]]],
    importers: Mapping[str, Iterable[int]],
    tests: int,
) -> None:
    """Gives lines that another test runs when the order is another to all tests that may use what they leave behind.

    Such lines fill a cache, set up a fixture of many tests or import a module: the first test that needs it runs them.
    If several tests need it, the first of them in one order is not the first in the opposite order.
    """
    if not backwards:
        return
    for file in by_line.keys() | backwards.keys():
        here, there = by_line.setdefault(file, {}), backwards.get(file, {})
        for line in here.keys() | there.keys():
            if here.get(line) != there.get(line):
                users = importers.get(file, range(tests))
                here[line] = here.get(line, set()) | there.get(line, set()) | set(users)


def _add(table: dict[str, dict[int, set[int]]], test: int, files: Lines) -> None:
    for file, lines in files.items():
        by_line = table.setdefault(file, {})
        for line in lines:
            by_line.setdefault(line, set()).add(test)


def _frozen(table: dict[str, dict[int, set[int]]]) -> dict[str, dict[int, frozenset[int]]]:
    return {file: {line: frozenset(tests) for line, tests in lines.items()} for file, lines in table.items()}


def _doubles(tests: tuple[Test, ...], seen: dict[int, list[tuple[Any, ...]]]) -> tuple[Double, ...]:
    return tuple(Double(tests[index].id, *double) for index, doubles in sorted(seen.items()) for double in doubles)


def _notes(collection: Collection) -> Iterable[str]:
    if collection.neutralised:
        yield f"Switched off during the run: {', '.join(collection.neutralised)}."
    if collection.threads:
        yield f"Threads were running after collection ({', '.join(collection.threads)}): every trial takes the cold path."
    if collection.descriptors:
        yield f"Open after collection: {', '.join(collection.descriptors)}. Every trial takes the cold path."
