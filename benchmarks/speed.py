"""How fast, beside mutmut and cosmic-ray? Whole runs of each tool in turn, on the same machine and the same subjects.

    python benchmarks/speed.py --rounds 2

Changes tried per second of total wall time: from the start of the command to its end, finding, collecting and the
run of the unchanged suite included. Changes that no test reaches are not counted as tried, for any tool.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from meter import measure
from peers import Result, cosmic_ray, mutmut, result
from subjects import (
    SUBJECTS,
    Subject,
    cache,
    earnest_environment,
    environment,
    fresh_copy,
    machine,
    packages,
    revision,
    variables,
    write,
)

TRIED = {"caught", "missed", "timed-out", "crashed"}


def earnest(subject: Subject, where: Path, workers: int) -> Result:
    """One complete `earnest check` from nothing, without configuration."""
    root = fresh_copy(subject, where / "tree")
    python = earnest_environment(subject)
    report = where / "earnest.json"
    command = [python.parent / "earnest", "check", root, "--json", report, "--jobs", str(workers)]
    cost = measure(command, root, variables(subject, root, python), where / "earnest.log", timeout=3600)
    if cost.exit_code not in (0, 1):
        raise RuntimeError(f"earnest failed on {subject.name}:\n{(where / 'earnest.log').read_text()[-3000:]}")
    said = json.loads(report.read_text())
    verdicts = Counter(change["verdict"] for change in said["changes"])
    tried = sum(verdicts[name] for name in TRIED)
    return result(
        f"earnest {said['earnest']}", subject, len(said["changes"]), tried, cost,
        parts=said["seconds"], verdicts=dict(verdicts), sandbox=said["sandbox"], packages=packages(python),
    )  # fmt: skip


def floor(subject: Subject, where: Path) -> dict[str, Any]:
    """Forks per second of the subject's fastest test, collected once."""
    root = fresh_copy(subject, where / "floor")
    python = environment(subject)
    script = Path(__file__).with_name("floor.py")
    run = subprocess.run(
        [python, script, "1000", subject.tests], cwd=root, env=variables(subject, root, python),
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return dict(json.loads(run.stdout.splitlines()[-1]))


def median_of(runs: list[Result], tool: str, subject: Subject, key: str) -> float:
    """The median over the rounds of one figure."""
    return statistics.median(
        run[key] for run in runs if run["tool"].startswith(tool) and run["subject"] == subject.sdist
    )


def ratios(runs: list[Result], subjects: list[Subject], tool: str, key: str) -> list[float]:
    """Earnest's figure over the other tool's, per subject."""
    return [median_of(runs, "earnest", one, key) / median_of(runs, tool, one, key) for one in subjects]


def table(runs: list[Result], subjects: list[Subject], floors: dict[str, Any]) -> str:
    """The figures as a Markdown table, geometric means below."""
    lines = [
        "| subject | tool | tried | per second | CPU ms per change | peak memory MB |",
        "|---|---|---:|---:|---:|---:|",
    ]
    tools = sorted({run["tool"] for run in runs}, key=lambda tool: (not tool.startswith("earnest"), tool))
    for subject in subjects:
        for tool in tools:
            rate, cpu, peak, tried = (
                median_of(runs, tool, subject, key)
                for key in ("per_second", "cpu_ms_per_change", "peak_bytes", "changes_tried")
            )
            lines.append(f"| {subject.sdist} | {tool} | {tried:.0f} | {rate:.1f} | {cpu:.1f} | {peak / 1e6:.0f} |")
        two = floors[subject.name]["two_at_once_per_second"]
        lines.append(f"| {subject.sdist} | floor: fork + one test, two at once | | {two:.0f} | | |")
    for tool in tools[1:]:
        faster = statistics.geometric_mean(ratios(runs, subjects, tool, "per_second"))
        thriftier = 1 / statistics.geometric_mean(ratios(runs, subjects, tool, "cpu_ms_per_change"))
        lines.append(f"\nAgainst {tool}: {faster:.1f} times the rate, {thriftier:.1f} times less CPU per change")
    return "\n".join(lines)


def main() -> None:
    """Runs every tool in turn on every subject, prints the table and keeps every figure."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("subjects", nargs="*", default=["h11", "sqlparse", "itsdangerous"])
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--sample", type=int, default=60, help="mutants of cosmic-ray's to try in each round")
    options = parser.parse_args()
    subjects, described = [SUBJECTS[name] for name in options.subjects], machine()
    runs: list[Result] = []
    floors: dict[str, Any] = {}
    for number in range(options.rounds):
        for subject in subjects:
            where = cache() / "speed" / subject.name
            where.mkdir(parents=True, exist_ok=True)
            floors[subject.name] = floor(subject, where)
            turns = [
                lambda s=subject, w=where: earnest(s, w, options.workers),
                lambda s=subject, w=where: mutmut(s, w, options.workers),
            ]
            # The order alternates too: what ran before (page cache, a warm processor) favours neither.
            for turn in turns if number % 2 == 0 else reversed(turns):
                runs.append(turn())
            runs.append(cosmic_ray(subject, where, options.workers, options.sample, seed=number))
            for run in runs[-3:]:
                figures = f"{run['per_second']:8.2f}/s {run['cpu_ms_per_change']:8.1f} ms"
                print(f"{run['subject']:20} {run['tool']:20} {figures}", file=sys.stderr, flush=True)
            keep = {"machine": described, "earnest": revision(), "workers": options.workers, "floor": floors}
            write("speed", {**keep, "runs": runs})
    print(table(runs, subjects, floors))


if __name__ == "__main__":
    main()
