"""Same inputs, same verdicts? Asks Earnest with one job, with two, and with every missed change confirmed cold.

python benchmarks/flips.py sqlparse
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from typing import Any

from subjects import SUBJECTS, Subject, cache, earnest_environment, fresh_copy, machine, packages, revision, write
from truth import check

WAYS: dict[str, tuple[str, ...]] = {
    "jobs-1": ("--jobs", "1"),
    "jobs-2": ("--jobs", "2"),
    "confirm": ("--jobs", "2", "--confirm"),
}


def verdicts(subject: Subject, way: str) -> dict[str, dict[str, Any]]:
    """Change id -> change, asked in this way from nothing."""
    root = fresh_copy(subject, cache() / "flips" / subject.name / way / "tree")
    return {change["id"]: change for change in check(subject, root, *WAYS[way])["changes"]}


def flips(found: dict[str, dict[str, dict[str, Any]]]) -> list[dict[str, Any]]:
    """Every change that was not judged alike in every way, or not made in one of them."""
    ids = sorted(set().union(*found.values()))
    rows = []
    for identity in ids:
        said = {way: changes.get(identity, {}).get("verdict", "not made") for way, changes in found.items()}
        if len(set(said.values())) > 1:
            change = next(changes[identity] for changes in found.values() if identity in changes)
            place = f"{change['file']}:{change['line']}"
            rows.append({"id": identity, "place": place, "operator": change["operator"], **said})
    return rows


def main() -> int:
    """Compares the ways on one subject, keeps the result, returns 1 when a verdict flipped."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("subject", choices=sorted(SUBJECTS))
    subject, described = SUBJECTS[parser.parse_args().subject], machine()
    found = {way: verdicts(subject, way) for way in WAYS}
    rows = flips(found)
    counts = {way: dict(Counter(change["verdict"] for change in changes.values())) for way, changes in found.items()}
    write(
        f"flips-{subject.name}",
        {
            "subject": subject.sdist, "machine": described, "earnest": revision(),
            "packages": packages(earnest_environment(subject)), "verdicts": counts, "flips": rows,
        },
    )  # fmt: skip
    for row in rows:
        print(row)
    print(f"{subject.sdist}: {len(set().union(*found.values()))} changes, {len(rows)} flips; {counts}")
    return 1 if rows else 0


if __name__ == "__main__":
    sys.exit(main())
