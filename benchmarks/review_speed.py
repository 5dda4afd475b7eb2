"""How long does a review take? Alternates with ruff's and flake8's rules about pytest on the same files.

    python benchmarks/review_speed.py path/to/unpacked/project --peers path/to/venv --rounds 5 --output speed.json

The project should have about 300,000 lines of tests. `cold` asks everything anew, `warm` repeats the question, `one` reviews a
single file of about 500 lines cold. Seconds of CPU count, of the process and its children, start of the interpreter
included; wall time stands beside them. The venv of the peers holds ruff, flake8 and flake8-pytest-style.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path

Command = list[str]


def measured(command: Command, cwd: Path, environment: dict[str, str]) -> dict[str, float]:
    """Seconds of CPU and of wall time, and the peak of memory in MiB, of one run."""
    began = time.monotonic()
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(command, cwd=cwd, env=environment, stdout=output, stderr=subprocess.STDOUT)
        _pid, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in (0, 1):
            output.seek(0)
            raise SystemExit(
                f"{command} ended with {process.returncode}: {output.read()[-2000:].decode(errors='replace')}"
            )
    cpu = usage.ru_utime + usage.ru_stime
    return {"cpu": cpu, "wall": time.monotonic() - began, "mebibytes": usage.ru_maxrss / 1024}


def commands(tests: list[str], one: str, peers: Path | None) -> dict[str, Command]:
    """What is measured, by name, in the order of each round."""
    earnest = [sys.executable, "-m", "earnest", "review", "--output-format", "concise"]
    found: dict[str, Command] = {
        "earnest cold": [*earnest, "--fresh"],
        "earnest warm": earnest,
        "earnest one": [*earnest, "--fresh", one],
    }
    if peers:
        found["ruff --select PT"] = [f"{peers}/bin/ruff", "check", "--no-cache", "--isolated", "--select", "PT", *tests]
        found["flake8-pytest-style"] = [f"{peers}/bin/flake8", "--isolated", "-j1", "--select", "PT", *tests]
    return found


def suite(project: Path) -> list[str]:
    """The files that the review reads."""
    listed = subprocess.run(
        [sys.executable, "-c", LIST, str(project)], capture_output=True, text=True, check=True
    ).stdout.splitlines()
    return [str(project / path) for path in listed]


LIST = """
import sys
from pathlib import Path
from earnest.config import load
from earnest.review import review
root = Path(sys.argv[1]).resolve()
print(*review(root, load(root), ()).files, sep="\\n")
"""


def main() -> None:
    """Measures and writes the document."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("project", type=Path)
    parser.add_argument("--peers", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--output", type=Path)
    arguments = parser.parse_args()
    project = arguments.project.resolve()
    files = suite(project)
    sizes = {path: Path(path).read_bytes().count(b"\n") for path in files}
    one = min(sizes, key=lambda path: abs(sizes[path] - 500))
    with tempfile.TemporaryDirectory() as cache:
        environment = {**os.environ, "XDG_CACHE_HOME": cache, "NO_COLOR": "1"}
        every = commands(files, one, arguments.peers)
        measured(every["earnest warm"], project, environment)  # fills the memory
        rounds: dict[str, list[dict[str, float]]] = defaultdict(list)
        for _round in range(arguments.rounds):
            for name, command in every.items():
                rounds[name].append(measured(command, project, environment))
    document = {
        "project": project.name,
        "files": len(files),
        "lines": sum(sizes.values()),
        "one": {"lines": sizes[one]},
        "python": platform.python_version(),
        "load": os.getloadavg()[0],
        "cpus": os.cpu_count(),
        "median": {
            name: {key: round(statistics.median(run[key] for run in runs), 3) for key in runs[0]}
            for name, runs in rounds.items()
        },
        "least": {name: round(min(run["cpu"] for run in runs), 3) for name, runs in rounds.items()},
        "rounds": arguments.rounds,
    }
    text = json.dumps(document, indent=1) + "\n"
    print(text, end="")
    if arguments.output:
        arguments.output.write_text(text)


if __name__ == "__main__":
    main()
