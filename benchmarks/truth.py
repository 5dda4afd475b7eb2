"""Are the verdicts true? Applies sampled changes with `patch -p1` to a copy, runs plain pytest anew, compares.

    python benchmarks/truth.py h11 --sample 120

Plain pytest runs in an environment without Earnest, in a fresh process and a fresh copy of the sdist for each change.
Every disagreement is asked three times more: a change on which plain pytest disagrees with itself is called unsteady.

A change may make one test fail and another one hang. Then plain pytest's word depends on which of the two comes first,
and Earnest's order is another than plain pytest's. Such a change is asked in the way that decides it: a caught one with
the test that caught it alone, a timed-out or crashed one with every test. It counts as agreement, and is listed apart.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

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

Record = dict[str, Any]

CLOSING = re.compile(r"^(?:=+ )?(?:no tests ran|\d+ \w+)[^\n]* in [\d.]+s", re.MULTILINE)
EXIT_FAILED, EXIT_INTERRUPTED, EXIT_USAGE = 1, 2, 4
MEMORY = 8 << 30
"""Address space of one plain run: a change that allocates without end must not take the machine down."""
AGREES = {
    "caught": {"caught", "broken-start"},
    "missed": {"missed"},
    "not-run": {"missed"},
    "timed-out": {"timed-out"},
    "crashed": {"crashed", "broken-start"},
}
"""Verdict of Earnest -> outcomes of plain pytest that confirm it.

`broken-start` is a change that stops pytest before its first test, e.g. in a conftest's imports: some suites report it
as an error of a test file and some as pytest's own, and either way nobody could overlook it.
"""


@dataclass(frozen=True)
class Plain:
    """What plain pytest said."""

    outcome: str
    seconds: float
    exit_code: int | None
    closing: str


def check(subject: Subject, root: Path, *options: str, name: str = "earnest.json") -> Record:
    """`earnest check --json` on the subject, in a copy without evidence of earlier runs."""
    python = earnest_environment(subject)
    report = root.parent / name
    command = [python.parent / "earnest", "check", root, "--json", report, *options]
    outcome = subprocess.run(
        command, cwd=root, env=variables(subject, root, python), stdin=subprocess.DEVNULL,
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if outcome.returncode not in (0, 1):
        raise RuntimeError(
            f"earnest ended with {outcome.returncode}:\n{outcome.stdout[-2000:]}{outcome.stderr[-4000:]}"
        )
    return dict(json.loads(report.read_text()))


def stratified(changes: list[Record], size: int, seed: int) -> list[Record]:
    """A sample that holds every verdict and both paths: small strata whole, the rest shared evenly among the large."""
    strata: dict[tuple[str, str], list[Record]] = defaultdict(list)
    for change in changes:
        if change["verdict"] in AGREES:
            strata[change["verdict"], change["path"]].append(change)
    chosen: list[Record] = []
    remaining = sorted(strata.values(), key=len)
    generator = random.Random(seed)
    for position, stratum in enumerate(remaining):
        share = (size - len(chosen)) // (len(remaining) - position)
        chosen += generator.sample(stratum, min(len(stratum), share))
    return chosen


def classify(process: subprocess.CompletedProcess[str]) -> tuple[str, str]:
    """The outcome of a plain run that ended, and its closing line."""
    closing = ([""] + [match[0] for match in CLOSING.finditer(process.stdout)])[-1]
    if process.returncode == EXIT_USAGE and "ImportError while loading conftest" in process.stderr:
        return "broken-start", closing
    if not closing or process.returncode not in (0, EXIT_FAILED, EXIT_INTERRUPTED):
        return "crashed", closing
    if process.returncode == EXIT_INTERRUPTED and "error" not in closing:
        return "crashed", closing  # not a collection error: the change tore pytest down, as Ctrl-C would
    return ("caught" if process.returncode else "missed"), closing


def run_plain(subject: Subject, root: Path, timeout: float, arguments: Sequence[str] = ("-x",)) -> Plain:
    """One fresh process of plain pytest with the subject's own configuration, by default up to the first failure."""
    python = environment(subject)
    env = variables(subject, root, python) | {"TMPDIR": str(root.parent), "HOME": str(root.parent)}
    limited = ["sh", "-c", f'ulimit -v {MEMORY // 1024} && ulimit -c 0 && exec "$@"', "sh"]
    command = [*limited, python, "-m", "pytest", "-q", "-p", "no:cacheprovider", *arguments]
    start = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=root, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        text=True, errors="replace", start_new_session=True,
    )  # fmt: skip
    try:
        out, err = process.communicate(timeout=timeout)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        return Plain("timed-out", time.perf_counter() - start, None, "")
    outcome, closing = classify(subprocess.CompletedProcess(command, process.returncode, out, err))
    return Plain(outcome, time.perf_counter() - start, process.returncode, closing)


def judge(subject: Subject, change: Record, where: Path, timeout: float, *arguments: str) -> Plain:
    """Plain pytest's word on one change, made with `patch -p1` in a copy of its own."""
    place = where / change["id"]
    try:
        root = fresh_copy(subject, place / "tree")
        subprocess.run(
            ["patch", "-p1", "--fuzz=0", "--no-backup-if-mismatch", "--quiet"],
            cwd=root, input=change["diff"], text=True, check=True, capture_output=True,
        )  # fmt: skip
        return run_plain(subject, root, timeout, arguments or ("-x",))
    finally:
        shutil.rmtree(place, ignore_errors=True)


def decided_by_order(subject: Subject, change: Record, plain: Plain, where: Path, timeout: float) -> bool:
    """Whether both words are right: one test fails, another hangs or takes the process down, and the first one wins."""
    words = {change["verdict"], plain.outcome}
    if "caught" not in words or not words & {"timed-out", "crashed"}:
        return False
    arguments = change["caught_by"] if change["verdict"] == "caught" else ["--maxfail=0"]
    return judge(subject, change, where, timeout, *arguments).outcome in AGREES[change["verdict"]]


def compare(subject: Subject, changes: list[Record], where: Path, timeout: float, jobs: int) -> Iterator[Record]:
    """For each change both verdicts, with three more runs where they differ."""

    def one(change: Record) -> Record:
        plain = judge(subject, change, where, timeout)
        order = decided_by_order(subject, change, plain, where, timeout)
        agrees = order or plain.outcome in AGREES[change["verdict"]]
        again = [] if agrees else [judge(subject, change, where, timeout).outcome for _ in range(3)]
        kept = {key: change[key] for key in ("id", "file", "line", "operator", "path", "verdict")}
        if not agrees:
            kept |= {"diff": change["diff"], "caught_by": change["caught_by"], "detail": change.get("detail", "")}
        return kept | {
            "plain": plain.outcome, "closing": plain.closing, "seconds": round(plain.seconds, 2),
            "agrees": agrees, "order_decides": order, "again": again, "unsteady": bool(set(again) - {plain.outcome}),
        }  # fmt: skip

    with ThreadPoolExecutor(jobs) as pool:
        for done, record in enumerate(pool.map(one, changes), 1):
            if not record["agrees"]:
                place = f"{record['file']}:{record['line']} {record['operator']} {record['id']}"
                print(f"DISAGREES {place}: earnest {record['verdict']}, plain {record['plain']} {record['again']}")
            if done % 20 == 0:
                print(f"{done}/{len(changes)}", file=sys.stderr, flush=True)
            yield record


def main() -> int:
    """Compares a sample, keeps the comparison in benchmarks/results, returns 1 when a verdict was wrong."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("subject", choices=sorted(SUBJECTS))
    parser.add_argument("--sample", type=int, default=120)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--timeout", type=float, default=60.0, help="seconds after which a plain run is said to hang")
    parser.add_argument("--confirm", action="store_true", help="judge the verdicts of `earnest check --confirm`")
    parser.add_argument("--report", type=Path, help="judge this file of `earnest check --json` instead of a new run")
    options = parser.parse_args()
    subject, described = SUBJECTS[options.subject], machine()
    where = cache() / "truth" / subject.name
    if options.report:
        checked = json.loads(options.report.read_text())
    else:
        root = fresh_copy(subject, where / "checked")
        checked = check(subject, root, "--jobs", "2", *(["--confirm"] if options.confirm else []))
    unchanged = run_plain(subject, fresh_copy(subject, where / "unchanged"), timeout=600)
    if unchanged.outcome != "missed":
        raise RuntimeError(f"the unchanged suite of {subject.name} fails: {unchanged}")
    sample = stratified(checked["changes"], options.sample, options.seed)
    timeout = max(options.timeout, 5 * unchanged.seconds)
    records = list(compare(subject, sample, where, timeout, options.jobs))
    wrong = [record for record in records if not record["agrees"]]
    either = [record for record in records if record["order_decides"]]
    strata = Counter(f"{record['verdict']}/{record['path']}" for record in records)
    write(
        f"truth-{subject.name}" + ("-confirm" if options.confirm else ""),
        {
            "subject": subject.sdist, "machine": described, "earnest": revision(),
            "packages": packages(environment(subject)), "seed": options.seed, "timeout": round(timeout, 1),
            "verdicts_of_all_changes": dict(Counter(change["verdict"] for change in checked["changes"])),
            "sampled": len(records), "strata": dict(sorted(strata.items())),
            "agreements": len(records) - len(wrong), "disagreements": wrong, "order_decides": either,
            "records": [record for record in records if record["agrees"] and not record["order_decides"]],
        },
    )  # fmt: skip
    agreed = f"{len(records) - len(wrong)} agree ({len(either)} of them by the order of the tests)"
    print(f"{subject.sdist}: {len(records)} changes, {agreed}, {len(wrong)} do not")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
