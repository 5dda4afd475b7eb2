"""How much of what the review rules say about other people's suites is true, as read by hand.

    python benchmarks/review/summary.py                 the table
    python benchmarks/review/summary.py --check         … and an error where a default rule is below 95 %
    python benchmarks/review/summary.py --count DIR     reviews the unpacked sdists in DIR anew and writes counts.json

Verdicts are those of the files `reading-*.json` beside this one; how many findings there are at all, and in how many tests,
stands in `counts.json`. README.md says how they were read.
"""

from __future__ import annotations

import argparse
import gc
import json
import sys
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
COUNTS = HERE / "counts.json"
SHARE = 0.95
"""Of what a rule says by default this much must be true."""
SAMPLE = 50
"""So many findings of a rule are read where it has more."""
VERDICTS = ("true", "false", "unsure")


def readings() -> list[dict[str, Any]]:
    """Every finding that somebody has read. Raises ValueError for a verdict that is none, or a finding without a place."""
    rows = []
    for file in sorted(HERE.glob("reading-*.json")):
        for row in json.loads(file.read_text(encoding="utf-8")):
            if row.get("verdict") not in VERDICTS or not all(
                row.get(key) for key in ("rule", "project", "file", "line", "why")
            ):
                raise ValueError(f"{file.name}: not a reading: {row}")
            rows.append(row)
    return rows


def count(corpus: Path) -> dict[str, Any]:
    """Reviews each project with the rules that are on by default."""
    from earnest.config import load
    from earnest.review import Selection
    from earnest.review.codebase import Codebase
    from earnest.review.engine import review
    from earnest.review.scope import files_in_scope
    from earnest.review.testfile import suite_file

    found: Counter[str] = Counter()
    projects = []
    for root in sorted(one for one in corpus.iterdir() if one.is_dir() and not one.name.startswith(".")):
        gc.collect()
        gc.disable()  # as the review itself does: trees are full of references and free of garbage
        settings = load(root)
        found.update(one.code for one in review(root, settings, Selection().rules()).findings)
        codebase = Codebase(root, settings)
        files = [file for path in files_in_scope(codebase, None) if (file := suite_file(codebase, path))]
        name, _, version = root.name.rpartition("-")
        tests, lines = sum(len(file.tests) for file in files), sum(len(file.lines) for file in files)
        projects.append({"project": name, "version": version, "files": len(files), "lines": lines, "tests": tests})
        print(projects[-1], file=sys.stderr)
    return {"projects": projects, "findings": dict(sorted(found.items()))}


def table(rows: list[dict[str, Any]], counts: dict[str, Any]) -> list[str]:
    """One line for each rule that is on by default or was read."""
    from earnest.review import rules
    from earnest.review.rule import Mode

    standings = {rule.code: rule.standing.value for rule in rules() if rule.mode is not Mode.RUN}
    names = {rule.code: rule.name for rule in rules()}
    read: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        read[row["rule"]][row["verdict"]] += 1
    lines = [
        "| rule | name | standing | findings | read | true | false | unsure | true of those decided | true of all read |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    for code in sorted({*read, *counts["findings"]} & standings.keys()):
        said = read[code]
        decided = said["true"] + said["false"]
        shares = " | ".join(f"{said['true'] / of:.0%}" if of else "-" for of in (decided, said.total()))
        numbers = (counts["findings"].get(code, 0), said.total(), *(said[one] for one in VERDICTS))
        lines.append(f"| {code} | {names[code]} | {standings[code]} | {' | '.join(map(str, numbers))} | {shares} |")
    silent = sorted(
        code
        for code in standings
        if standings[code] == "default" and code > "ET100" and code not in {*read, *counts["findings"]}
    )
    open_ = sorted(
        f"{code} ({read[code].total()} of {counts['findings'][code]})"
        for code in counts["findings"]
        if code > "ET100" and read[code].total() < min(SAMPLE, counts["findings"][code])
    )
    return [
        *lines,
        "",
        f"Default rules that said nothing: {', '.join(silent)}.",
        f"Not yet read as far as they should be: {', '.join(open_) or 'none'}.",
    ]


def below(rows: list[dict[str, Any]]) -> list[str]:
    """The default rules of which too little was found true."""
    from earnest.review import rules
    from earnest.review.rule import Standing

    default = {rule.code for rule in rules() if rule.standing is Standing.DEFAULT}
    read: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        read[row["rule"]][row["verdict"]] += 1
    return [
        f"{code}: {said['true']} of {said['true'] + said['false']} true"
        for code, said in sorted(read.items())
        if code in default and said["true"] < SHARE * (said["true"] + said["false"])
    ]


def main() -> int:
    """Prints the table and the corpus."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--count", type=Path, metavar="DIR")
    wishes = parser.parse_args()
    if wishes.count:
        COUNTS.write_text(json.dumps(count(wishes.count), indent=1) + "\n", encoding="utf-8")
    counts, rows = json.loads(COUNTS.read_text(encoding="utf-8")), readings()
    print("\n".join(table(rows, counts)))
    projects = counts["projects"]
    tests, lines = sum(one["tests"] for one in projects), sum(one["lines"] for one in projects)
    print(f"\n{len(projects)} projects, {tests:,} tests, {lines:,} lines of tests:")
    print(", ".join(f"{one['project']} {one['version']} ({one['tests']:,})" for one in projects))
    wrong = below(rows)
    if wishes.check and wrong:
        print("\nBelow 95 %: " + "; ".join(wrong))
    return 1 if wishes.check and wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
