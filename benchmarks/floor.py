"""The floor: how fast can a collected test run in a fork, again and again? Prints JSON. Run by speed.py in a subject.

python benchmarks/floor.py [ROUNDS] [pytest's arguments]
"""

from __future__ import annotations

import json
import os
import sys
import time

import pytest
from _pytest.runner import runtestprotocol


def fork_and_run(item: pytest.Item) -> float:
    """Wall time of one fork that runs the test and leaves; raises when the test did not pass."""
    start = time.perf_counter()
    pid = os.fork()
    if not pid:
        reports = runtestprotocol(item, log=False, nextitem=None)
        os._exit(0 if all(report.passed for report in reports) else 1)
    _, status = os.waitpid(pid, 0)
    if status:
        raise RuntimeError(f"{item.nodeid} did not pass in a fork")
    return time.perf_counter() - start


def per_second(item: pytest.Item, rounds: int, workers: int) -> float:
    """Runs per second with this many loops at once."""
    start = time.perf_counter()
    loops = []
    for _ in range(workers):
        pid = os.fork()
        if not pid:
            for _ in range(rounds // workers):
                fork_and_run(item)
            os._exit(0)
        loops.append(pid)
    for pid in loops:
        os.waitpid(pid, 0)
    return rounds / (time.perf_counter() - start)


class Floor:
    """Takes over when pytest has collected."""

    def __init__(self, rounds: int) -> None:
        self.rounds = rounds
        self.found: dict[str, object] = {}

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Measures with the fastest of the tests that pass alone."""
        times = {}
        for item in session.items:
            try:
                times[item] = min(fork_and_run(item) for _ in range(2))
            except RuntimeError:
                continue
        fastest = min(times, key=times.__getitem__)
        self.found = {
            "test": fastest.nodeid,
            "one_at_a_time_per_second": round(per_second(fastest, self.rounds, 1), 1),
            "two_at_once_per_second": round(per_second(fastest, self.rounds, 2), 1),
        }
        return True


def main() -> int:
    """Measures in the current directory."""
    floor = Floor(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
    silence = ["-p", "no:cacheprovider", "-p", "no:terminal", "-p", "no:faulthandler"]
    code = pytest.main([*silence, *sys.argv[2:]], plugins=[floor])
    print(json.dumps(floor.found))
    return int(code)


if __name__ == "__main__":
    sys.exit(main())
