"""Does the reviewer survive whatever a file holds? Thousands of mutated and invented files, every rule, no traceback.

    python benchmarks/review_fuzz.py --cases 5000 path/to/unpacked/projects

Seeds are the test files below the given directories. Files are reviewed in batches; a batch that raises is tried file by
file, and each file that raises is kept and listed. The run ends with 1 when there is any.
"""

from __future__ import annotations

import argparse
import faulthandler
import json
import random
import sys
import tempfile
import time
import traceback
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "review"))
from mutations import invented, mutated

from earnest.config import Settings
from earnest.errors import ProjectError
from earnest.report.findings import FORMATS, Told, render
from earnest.review import Mode, Review, applicable, mended, review, rules

RULES = [rule for rule in rules() if rule.mode is not Mode.RUN]
BATCH = 50


def attempt(files: dict[str, bytes]) -> tuple[Review, Counter[str]]:
    """Reviews these files as one project, renders what was found and applies every fix."""
    counts: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as directory:
        root = Path(directory)
        (root / "tests").mkdir()
        for name, data in files.items():
            (root / "tests" / name).write_bytes(data)
        found = review(root, Settings(), RULES)
        for name in FORMATS:
            render(Told(root, found.findings, len(found.files)), name)
        for path in found.files:
            fixes = applicable([one for one in found.findings if one.location.file == path], unsafe=True)
            try:
                counts["fixed"] += bool(fixes and mended((root / path).read_bytes(), path, fixes))
            except ProjectError as error:
                counts["refused fix"] += 1
                print(error, file=sys.stderr)
    unclear = [one for one in found.broken if not one.reason or "\n" in one.reason]
    if unclear or len(found.files) != len(files):
        raise ValueError(f"{len(found.files)} files, unclear: {unclear}")
    return found, counts + Counter(files=len(found.files), broken=len(found.broken), findings=len(found.findings))


def main() -> int:
    """Runs the cases and prints a JSON document."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("seeds", nargs="+", type=Path)
    parser.add_argument("--cases", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="directory for the files that raise")
    arguments = parser.parse_args()
    draw, began = random.Random(arguments.seed), time.monotonic()
    every = sorted(
        path for place in arguments.seeds for path in place.rglob("test_*.py") if path.stat().st_size < 60_000
    )
    counts: Counter[str] = Counter()
    failures: list[str] = []
    for start in range(0, arguments.cases, BATCH):
        numbers = range(start, min(start + BATCH, arguments.cases))
        made = {f"test_{number}.py": case(every, draw) for number in numbers}
        print(f"{start} files after {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
        faulthandler.dump_traceback_later(120, exit=True)  # a file that takes that long is a finding
        try:
            counts += attempt(made)[1]
        except Exception as whole:  # noqa: BLE001 - any exception is what is looked for
            print(whole, file=sys.stderr)
            for name, data in made.items():
                failures += single(name, data, arguments.keep)
    document = {"cases": arguments.cases, "seed": arguments.seed, "python": sys.version.split()[0], **counts}
    document |= {"failures": failures, "seconds": round(time.monotonic() - began, 1)}
    print(json.dumps(document, indent=1))
    return 1 if failures else 0


def case(every: list[Path], draw: random.Random) -> bytes:
    """One file: seven times out of ten a mutated one."""
    return (
        mutated(draw.choice(every).read_bytes(), draw)
        if draw.random() < 0.7
        else invented(draw, valid=draw.random() < 0.8)
    )


def single(name: str, data: bytes, keep: Path | None) -> list[str]:
    """The failure of this file alone, if it fails alone."""
    try:
        attempt({name: data})
    except Exception as error:  # noqa: BLE001 - any exception is what is looked for
        if keep:
            keep.mkdir(parents=True, exist_ok=True)
            (keep / name).write_bytes(data)
        cause = error.__cause__ or error
        last = traceback.extract_tb(cause.__traceback__)[-1]
        return [f"{name}: {type(cause).__name__}: {cause} in {Path(last.filename).name}:{last.lineno}"]
    return []


if __name__ == "__main__":
    sys.exit(main())
