"""Runs the peers on a subject as well as they can be run: mutmut in full, cosmic-ray on a sample of its mutants."""

from __future__ import annotations

import argparse
import json
import random
import re
import signal
import socket
import sqlite3
import subprocess
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

from meter import Measurement, measure
from subjects import (
    COSMIC_RAY,
    MUTMUT,
    SUBJECTS,
    Subject,
    cache,
    environment,
    fresh_copy,
    machine,
    packages,
    variables,
    write,
)

Result = dict[str, Any]


def result(tool: str, subject: Subject, made: int, tried: int, cost: Measurement, **more: object) -> Result:
    """One run of one tool, in the form that every tool shares."""
    return {
        "tool": tool,
        "subject": subject.sdist,
        "changes_made": made,
        "changes_tried": tried,
        "per_second": round(tried / cost.seconds, 2),
        "cpu_ms_per_change": round(1000 * cost.cpu_seconds / tried, 1),
        **cost.as_json(),
        **more,
    }


def toml_table(name: str, values: dict[str, object]) -> str:
    """A TOML table of strings, numbers and lists of them, which JSON writes alike."""
    return f"\n[{name}]\n" + "".join(f"{key} = {json.dumps(value)}\n" for key, value in values.items())


def mutmut(subject: Subject, where: Path, workers: int) -> Result:
    """One complete `mutmut run` from nothing, with the configuration that it needs on this subject."""
    root = fresh_copy(subject, where / "tree")
    python = environment(subject, MUTMUT)
    configuration = root / "pyproject.toml"
    configuration.write_text(configuration.read_text() + toml_table("tool.mutmut", subject.mutmut))
    env = variables(subject, root, python)
    del env["PYTHONPATH"]  # mutmut puts its mutated copy on the path, and the original must not come first
    command = [python.parent / "mutmut", "run", "--max-children", str(workers)]
    cost = measure(command, root, env, where / "mutmut.log", timeout=3600)
    output = (where / "mutmut.log").read_text()
    own = re.search(r"([\d.]+) mutations/second", output)
    if cost.exit_code or not own:
        raise RuntimeError(f"mutmut failed on {subject.name}:\n{output[-3000:]}")
    subprocess.run([python.parent / "mutmut", "export-cicd-stats"], cwd=root, env=env, check=True, capture_output=True)
    stats = json.loads((root / "mutants" / "mutmut-cicd-stats.json").read_text())
    tried = stats["total"] - stats["no_tests"] - stats["skipped"]
    waited = seconds_in_timeouts(root / "mutants")
    swift = (tried - stats["timeout"]) / (cost.seconds - waited / workers)
    return result(
        MUTMUT, subject, stats["total"], tried, cost,
        own_figure_per_second=float(own[1]), per_second_without_timeouts=round(swift, 2),
        verdicts=stats, packages=packages(python),
    )  # fmt: skip


def seconds_in_timeouts(mutants: Path) -> float:
    """Wall time that mutmut's workers spent on mutants which ran into the time limit (killed by SIGXCPU)."""
    files = [json.loads(path.read_text()) for path in mutants.rglob("*.meta")]
    return sum(
        file["durations_by_key"].get(key, 0.0)
        for file in files
        for key, code in file["exit_code_by_key"].items()
        if code == -signal.SIGXCPU
    )


def cosmic_ray(subject: Subject, where: Path, workers: int, sample: int, seed: int = 0) -> Result:
    """`cosmic-ray exec` on a random sample of its mutants, spread over HTTP workers with a tree each.

    Its time is that of `exec` alone: `init` and the start of the workers, which a full run pays once, are left out.
    """
    python = environment(subject, COSMIC_RAY)
    trees = [fresh_copy(subject, where / f"tree{number}") for number in range(workers)]
    env = variables(subject, trees[0], python) | {"PYTHONPATH": subject.import_root}  # relative: a worker's own tree
    ports = [free_port() for _ in trees]
    (trees[0] / "cosmic.toml").write_text(cosmic_ray_configuration(subject, ports))
    program = python.parent / "cosmic-ray"
    init = [program, "init", "cosmic.toml", "session.sqlite"]
    subprocess.run(init, cwd=trees[0], env=env, check=True, capture_output=True)
    total = keep_sample(trees[0] / "session.sqlite", sample, seed)
    log = where / "cosmic-ray.log"
    cost = measure(["sh", "-c", session(program, trees, ports)], trees[0], env, log, timeout=3600)
    begin, end = (float(stamp) for stamp in re.findall(r"^stamp ([\d.]+)$", log.read_text(), re.MULTILINE))
    verdicts = outcomes(trees[0] / "session.sqlite")
    return result(
        COSMIC_RAY, subject, total, sum(verdicts.values()), replace(cost, seconds=end - begin),
        sampled=True, verdicts=verdicts, packages=packages(python),
    )  # fmt: skip


def cosmic_ray_configuration(subject: Subject, ports: list[int]) -> str:
    """The file that `cosmic-ray init` and `exec` read."""
    settings = {
        "module-path": subject.code,
        "timeout": 60.0,
        "excluded-modules": list(subject.excluded),
        "test-command": f"python -m pytest -x -q -p no:cacheprovider {subject.tests}",
    }
    urls = [f"http://localhost:{port}" for port in ports]
    return (
        toml_table("cosmic-ray", settings)
        + toml_table("cosmic-ray.distributor", {"name": "http"})
        + toml_table("cosmic-ray.distributor.http", {"worker-urls": urls})
    )


def free_port() -> int:
    """A port of this machine that nobody listens on now."""
    with socket.create_server(("localhost", 0)) as server:
        return int(server.getsockname()[1])


def session(program: Path, trees: list[Path], ports: list[int]) -> str:
    """A shell script that starts the workers, runs the session between two time stamps, and ends the workers."""
    lines = ["workers="]
    for tree, port in zip(trees, ports, strict=True):
        lines.append(f'(cd {tree} && exec {program} http-worker --port {port}) & workers="$workers $!"')
    answers = " && ".join(f"(exec 3<>/dev/tcp/localhost/{port}) 2>/dev/null" for port in ports)
    lines += [
        f"for _ in $(seq 300); do bash -c '{answers}' && break; sleep 0.1; done",
        "date +'stamp %s.%N'",
        f"{program} exec cosmic.toml session.sqlite; code=$?",
        "date +'stamp %s.%N'",
        "kill $workers; wait; exit $code",
    ]
    return "\n".join(lines)


def keep_sample(database: Path, sample: int, seed: int) -> int:
    """Deletes all but a random sample of the session's mutants; returns how many there were."""
    with closing(sqlite3.connect(database)) as connection, connection:
        # By place, not by id: the ids are random, and the same seed must choose the same mutants each time.
        query = "SELECT job_id FROM mutation_specs ORDER BY module_path, operator_name, occurrence"
        jobs = [row[0] for row in connection.execute(query)]
        dropped = [(job,) for job in set(jobs) - set(random.Random(seed).sample(jobs, min(sample, len(jobs))))]
        connection.executemany("DELETE FROM mutation_specs WHERE job_id = ?", dropped)
        connection.executemany("DELETE FROM work_items WHERE job_id = ?", dropped)
    return len(jobs)


def outcomes(database: Path) -> dict[str, int]:
    """How the sampled mutants ended."""
    query = "SELECT coalesce(test_outcome, worker_outcome), count(*) FROM work_results GROUP BY 1"
    with closing(sqlite3.connect(database)) as connection:
        return {str(outcome).lower(): count for outcome, count in connection.execute(query)}


def main() -> None:
    """Run one peer on one subject and write what it cost: `python benchmarks/peers.py mutmut h11`."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("tool", choices=["mutmut", "cosmic-ray"])
    parser.add_argument("subject", choices=sorted(SUBJECTS))
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--sample", type=int, default=80, help="mutants of cosmic-ray's to try")
    options = parser.parse_args()
    subject, where = SUBJECTS[options.subject], cache() / "runs" / f"{options.tool}-{options.subject}"
    where.mkdir(parents=True, exist_ok=True)
    described = machine()
    if options.tool == "mutmut":
        found = mutmut(subject, where, options.workers)
    else:
        found = cosmic_ray(subject, where, options.workers, options.sample)
    write(f"peer-{options.tool}-{options.subject}", {"machine": described, "workers": options.workers, **found})
    print(json.dumps({k: v for k, v in found.items() if k != "packages"}, indent=1))


if __name__ == "__main__":
    main()
