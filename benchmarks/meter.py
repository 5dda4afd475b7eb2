"""Runs one command and measures it: wall time, CPU time and peak memory of all the processes that it started."""

from __future__ import annotations

import ctypes
import os
import re
import signal
import subprocess
import threading
import time
from dataclasses import asdict, dataclass
from pathlib import Path

PR_SET_CHILD_SUBREAPER = 36


@dataclass(frozen=True)
class Measurement:
    """What one command cost."""

    seconds: float
    """Wall time from its start to its end."""
    cpu_seconds: float
    """User and system time of the command and of every process below it, orphans included."""
    peak_bytes: int
    """The largest sampled sum of proportional set sizes (PSS): shared pages count once. Sampled twice a second."""
    peak_process_bytes: int
    """The largest resident set that one of the processes ever had, by the kernel's own count."""
    exit_code: int

    def as_json(self) -> dict[str, float]:
        """Plain values, rounded to what the clocks can tell."""
        return {k: round(v, 3) for k, v in asdict(self).items()}


def adopt_orphans() -> None:
    """Makes this process the parent of orphaned descendants, so that their CPU time is not lost."""
    if ctypes.CDLL(None, use_errno=True).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl(PR_SET_CHILD_SUBREAPER)")


def parents() -> dict[int, int]:
    """Process id -> parent's id, for every process that can be seen."""
    table = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                stat = (entry / "stat").read_text()
            except OSError:  # it has ended meanwhile
                continue
            table[int(entry.name)] = int(stat.rpartition(")")[2].split()[1])
    return table


def descendants(root: int) -> set[int]:
    """Every process below `root`."""
    children: dict[int, list[int]] = {}
    for child, parent in parents().items():
        children.setdefault(parent, []).append(child)
    found, waiting = set(), [root]
    while waiting:
        for child in children.get(waiting.pop(), ()):
            if child not in found:
                found.add(child)
                waiting.append(child)
    return found


def proportional_bytes(pid: int) -> int:
    """The process's proportional set size, 0 when it has ended."""
    try:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0
    found = re.search(r"^Pss:\s+(\d+) kB", rollup, re.MULTILINE)
    return int(found[1]) * 1024 if found else 0


class MemorySampler(threading.Thread):
    """Keeps the largest memory that all descendants of this process had together."""

    def __init__(self, interval: float = 0.5) -> None:
        super().__init__(daemon=True)
        self.interval = interval
        self.peak = 0
        self.done = threading.Event()

    def run(self) -> None:
        """Samples until `done` is set."""
        while not self.done.wait(self.interval):
            self.peak = max(self.peak, sum(map(proportional_bytes, descendants(os.getpid()))))


def reap_orphans(seconds: float = 5.0) -> float:
    """Waits for what the command left behind, then kills it; returns its CPU time."""
    cpu, deadline = 0.0, time.monotonic() + seconds
    while True:
        try:
            pid, _, usage = os.wait4(-1, os.WNOHANG)
        except ChildProcessError:
            return cpu
        if pid:
            cpu += usage.ru_utime + usage.ru_stime
        elif time.monotonic() > deadline:
            for left in descendants(os.getpid()):
                os.kill(left, signal.SIGKILL)
        else:
            time.sleep(0.02)


def measure(command: list[str | Path], cwd: Path, env: dict[str, str], log: Path, timeout: float) -> Measurement:
    """Runs the command with its output in `log`. Nothing else may be started by this process meanwhile."""
    adopt_orphans()
    sampler = MemorySampler()
    sampler.start()
    with log.open("wb") as output:
        start = time.perf_counter()
        process = subprocess.Popen(  # not `with`: it is waited for with wait4, which tells the resources used
            list(map(str, command)), cwd=cwd, env=env, stdin=subprocess.DEVNULL, stdout=output, stderr=output
        )
        alarm = threading.Timer(timeout, process.kill)
        alarm.start()
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
    alarm.cancel()
    sampler.done.set()
    sampler.join()
    cpu = usage.ru_utime + usage.ru_stime + reap_orphans()
    return Measurement(seconds, cpu, sampler.peak, usage.ru_maxrss * 1024, process.returncode)
