"""What does Earnest cost a project that has it installed and does not use it? CPU time of pytest starts, in pairs.

    python benchmarks/idle.py --pairs 60

Two environments hold the same pytest; one of them holds Earnest too. Starts alternate, first one then the other and
the next time the other way round, so that a machine that warms up or is loaded treats both alike.
"""

from __future__ import annotations

import argparse
import itertools
import os
import statistics
import subprocess
from pathlib import Path

from subjects import SUBJECTS, cache, earnest_environment, environment, machine, packages, revision, write

PROJECT = {"pyproject.toml": "[tool.pytest.ini_options]\n", "test_one.py": "def test_one():\n    assert 1 + 1 == 2\n"}


def cpu_ms(python: Path, where: Path) -> float:
    """User and system time of one `pytest` in the tiny project, in milliseconds."""
    process = subprocess.Popen(
        [python, "-m", "pytest", "-q", "-p", "no:cacheprovider"],
        cwd=where, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        env={"PATH": os.defpath, "HOME": str(where), "PYTHONDONTWRITEBYTECODE": "1"},
    )  # fmt: skip
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"pytest ended with {process.returncode}")
    return 1000 * (usage.ru_utime + usage.ru_stime)


def hodges_lehmann(differences: list[float]) -> float:
    """The median of all pairwise means: a robust estimate of the shift."""
    pairs = itertools.combinations_with_replacement(differences, 2)
    return statistics.median((a + b) / 2 for a, b in pairs)


def interval(differences: list[float]) -> tuple[float, float]:
    """The range of the true median shift with 95 % confidence, by ranks (sign test)."""
    ordered, n = sorted(differences), len(differences)
    step = int(n / 2 - 0.98 * n**0.5)  # 1.96 standard deviations of Binomial(n, 1/2)
    return ordered[max(step, 0)], ordered[min(n - 1 - step, n - 1)]


def main() -> None:
    """Measures, prints and keeps the difference."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pairs", type=int, default=60)
    pairs, described = parser.parse_args().pairs, machine()
    where = cache() / "idle"
    where.mkdir(exist_ok=True)
    for name, text in PROJECT.items():
        (where / name).write_text(text)
    without, with_earnest = environment(SUBJECTS["h11"]), earnest_environment(SUBJECTS["h11"])
    for python in (without, with_earnest):
        cpu_ms(python, where)  # the first start pays for cold caches
    bare, installed = [], []
    for number in range(pairs):
        order = [(without, bare), (with_earnest, installed)]
        for python, figures in order if number % 2 else reversed(order):
            figures.append(cpu_ms(python, where))
    differences = [b - a for a, b in zip(bare, installed, strict=True)]
    low, high = interval(differences)
    found = {
        "pairs": pairs,
        "without_ms": round(statistics.median(bare), 2),
        "with_ms": round(statistics.median(installed), 2),
        "difference_ms": round(hodges_lehmann(differences), 2),
        "interval_95_ms": [round(low, 2), round(high, 2)],
    }
    write("idle", {"machine": described, "earnest": revision(), "packages": packages(with_earnest), **found})
    print(found)


if __name__ == "__main__":
    main()
