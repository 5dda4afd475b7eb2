"""Runs the unchanged suite in a fork and records what each test did."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from . import recorder as recorder_module
from .connections import ConnectionRecorder
from .doubles import DoubleRecorder
from .patterns import compiled_patterns
from .recorder import LineRecorder, write_lines
from .runner import ItemResult, ItemRunner, tear_down_all
from .slot import Slot

__all__ = ["measure", "repeat"]

_SUITE = "suite:"
"""Stands before the path of a file of the suite: what runs there is evidence about the tests, not about the product."""
Result = tuple[int, str, float, str, float]
"""Index, outcome, seconds, message, seconds of the set-up."""


def measure(session: pytest.Session, files: dict[str, str], slot: Slot, lines: LineRecorder) -> dict[str, Any]:
    """Every test in the order of collection, with lines and doubles. `files` maps real paths to project-relative ones.

    `lines` may have been started before the collection, to see threads that the imports begin.
    """
    slot.order({"kind": "record", "recorder": recorder_module.__file__, "files": files})
    lines.watch(_suite_files(session))
    doubles = DoubleRecorder(lambda filename: _product_key(lines.key(filename)))
    doubles.start()
    connections = ConnectionRecorder(os.path.dirname(slot.path))
    connections.start()
    os.register_at_fork(after_in_child=lambda: write_lines(lines, slot.path))
    lines.take()
    recorders = _Recorders(lines, doubles, connections, Path(slot.path, "test"))
    measured = _run(session, range(len(session.items)), recorders)
    lines.stop()
    subprocess = _subprocess_lines(Path(slot.path, "lines"))
    return {**measured, "subprocess": subprocess, "memory": _peak(), "patterns": compiled_patterns()}


def repeat(session: pytest.Session, order: Sequence[int], lines: LineRecorder) -> dict[str, Any]:
    """The same tests in another order: their outcomes and lines."""
    lines.take()
    measured = _run(session, order, _Recorders(lines, None, None, None))
    lines.stop()
    return measured


def _suite_files(session: pytest.Session) -> dict[str, str]:
    """Real path -> marked relative path of the modules that the tests stand in."""
    root = os.getcwd()
    paths = {str(item.path) for item in session.items}
    return {os.path.realpath(path): _SUITE + os.path.relpath(path, root) for path in paths}


def _product_key(key: str | None) -> str | None:
    return None if key is None or key.startswith(_SUITE) else key


class _Recorders:
    """What is asked after each test."""

    def __init__(
        self,
        lines: LineRecorder,
        doubles: DoubleRecorder | None,
        connections: ConnectionRecorder | None,
        current: Path | None,
    ) -> None:
        self._lines = lines
        self._doubles = doubles
        self._connections = connections
        self._current = os.open(current, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600) if current is not None else -1
        self.lines: dict[int, dict[str, list[int]]] = {}
        self.suite: dict[int, dict[str, list[int]]] = {}
        self.doubles: dict[int, list[Any]] = {}
        self.connections: dict[int, list[str]] = {}
        self.places: dict[int, list[str]] = {}

    def before(self, index: int) -> None:
        """Tells the interpreters that the test may start which test it is."""
        if self._current >= 0:
            os.pwrite(self._current, b"%-12d" % index, 0)

    def after(self, index: int) -> None:
        """Collects. Between two tests nothing of the project runs."""
        taken = {file: sorted(numbers) for file, numbers in self._lines.take().items()}
        self.lines[index] = {file: numbers for file, numbers in taken.items() if not file.startswith(_SUITE)}
        self.suite[index] = {
            file.removeprefix(_SUITE): numbers for file, numbers in taken.items() if file.startswith(_SUITE)
        }
        if self._doubles is not None and (seen := self._doubles.take()):
            self.doubles[index] = seen
        if self._connections is not None:
            if reached := self._connections.take():
                self.connections[index] = reached
            if taken_places := self._connections.take_places():
                self.places[index] = taken_places


def _run(session: pytest.Session, order: Sequence[int], recorders: _Recorders) -> dict[str, Any]:
    runner = ItemRunner(session.config, describe=True)
    results: list[Result] = []
    for position, index in enumerate(order):
        following = session.items[order[position + 1]] if position + 1 < len(order) else None
        recorders.before(index)
        result = runner.run(session.items[index], following)
        recorders.after(index)
        results.append(_row(index, result))
        if result.broken_off:
            break
    left = tear_down_all(session)
    return {
        "results": results,
        "teardown": left,
        "lines": recorders.lines,
        "suite": recorders.suite,
        "doubles": recorders.doubles,
        "connections": recorders.connections,
        "places": recorders.places,
    }


def _row(index: int, result: ItemResult) -> Result:
    return (index, result.outcome, result.seconds, result.message, result.setup_seconds)


def _subprocess_lines(path: Path) -> dict[int, dict[str, list[int]]]:
    """What the shims wrote: `test TAB line TAB file`, one line each. A last line cut short by a kill is dropped."""
    found: dict[int, dict[str, set[int]]] = {}
    if path.exists():
        for row in path.read_text(encoding="utf-8").split("\n")[:-1]:
            test, line, file = row.split("\t", 2)
            if file.startswith(_SUITE):
                continue
            found.setdefault(int(test), {}).setdefault(file, set()).add(int(line))
    return {test: {file: sorted(lines) for file, lines in files.items()} for test, files in found.items()}


def _peak() -> int:
    """Peak address space of this process in bytes; 0 where the system does not say."""
    try:
        status = Path("/proc/self/status").read_text()
    except OSError:
        return 0
    rows = dict(row.split(":", 1) for row in status.splitlines() if ":" in row)
    return int(rows.get("VmPeak", "0 kB").split()[0]) * 1024
