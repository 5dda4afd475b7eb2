"""The examples of the seed documents: each bad one is flagged for the reason that stands beside it, no good one is."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

TREES = Path(__file__).parents[1] / "trees"
SOURCES = Path(__file__).parents[2] / "src"
NAMES = sorted(path.name for kind in ("config", "seed") for path in TREES.glob(f"review_{kind}_*"))
EXPECTATION = re.compile(r"#\s*expect(?:\[([a-z-]+)\])?:\s*(ET\d{3}(?:,\s*ET\d{3})*)")
KINDS = {"", "info", "opt-in", "preview", "evidence"}
"""What may stand in the brackets: nothing for the rules that are on by default, a severity, or what the rule waits for."""
DROPPED = {"NO_COLOR", "FORCE_COLOR", "EARNEST_DEBUG", "PYTEST_ADDOPTS", "TERM"}


@dataclass(frozen=True, order=True)
class Place:
    """A rule's code at a line of a file of a tree."""

    file: str
    line: int
    code: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line} {self.code}"


def expected(root: Path, kind: str = "") -> set[Place]:
    """What the comments of this kind say in all files of the tree but its README."""
    return {place for found, place in expectations(root) if found == kind}


def expectations(root: Path) -> Iterator[tuple[str, Place]]:
    """Kind and place of every comment."""
    for path in sorted(root.rglob("*")):
        if path.suffix in {".py", ".toml"} or path.name == "Makefile":
            for number, line in enumerate(path.read_text().splitlines(), start=1):
                for kind, codes in EXPECTATION.findall(line):
                    for code in re.split(r",\s*", codes):
                        yield kind, Place(path.relative_to(root).as_posix(), number, code)


def bad_examples(root: Path) -> list[str]:
    """The files of a tree that show how not to do it."""
    return sorted(path.relative_to(root).as_posix() for path in root.rglob("test_bad_*.py"))


def without_rule(root: Path) -> set[str]:
    """Those that no static rule on by default can flag: they say so themselves."""
    said = {file for file in bad_examples(root) if (root / file).read_text().startswith("# no static rule: ")}
    waiting = {place.file for kind in ("preview", "evidence", "opt-in") for place in expected(root, kind)}
    return said | (waiting - {place.file for place in expected(root)}) & set(bad_examples(root))


@pytest.fixture(scope="module")
def reviewed(tmp_path_factory):
    """A function that runs `earnest review` on a copy of a tree and gives the findings of its document, once for each
    tree and set of options."""
    cache = tmp_path_factory.mktemp("cache")
    kept = {name: value for name, value in os.environ.items() if name not in DROPPED}
    environment = kept | {"PYTHONPATH": str(SOURCES), "XDG_CACHE_HOME": str(cache)}
    known = {}

    def run(name, *options):
        if (name, options) not in known:
            root = tmp_path_factory.mktemp("tree") / name
            shutil.copytree(TREES / name, root, ignore=shutil.ignore_patterns("__pycache__", ".earnest"))
            command = [sys.executable, "-m", "earnest", "review", str(root), "--output-format", "json", *options]
            outcome = subprocess.run(
                command, cwd=root, env=environment, capture_output=True, text=True, timeout=120, check=False
            )
            assert outcome.returncode in (0, 1), outcome.stderr
            document = json.loads(outcome.stdout)
            assert document["schema"] == 1
            known[name, options] = document["findings"]
        return known[name, options]

    return run


def places(findings, *, info: bool) -> set[Place]:
    """Where the findings are that are only information, or all others."""
    return {Place(one["file"], one["line"], one["code"]) for one in findings if (one["severity"] == "info") is info}


def difference(root: Path, wanted: set[Place], found: set[Place], findings) -> str:
    """Each line on which comments and findings differ, with its text and what the reviewer said."""
    said = {Place(one["file"], one["line"], one["code"]): one["message"] for one in findings}
    lines = [f"{root.name}: {len(wanted - found)} not found, {len(found - wanted)} found too much"]
    for place in sorted(wanted ^ found):
        text = (root / place.file).read_text().splitlines()[place.line - 1].strip()
        if place in wanted:
            lines += [f"- missing {place}", f"    {text}"]
        else:
            lines += [f"+ too much {place}: {said[place]}", f"    {text}"]
    return "\n".join(lines)


@pytest.mark.parametrize("name", NAMES)
def test_the_findings_in_a_tree_are_exactly_those_that_its_comments_expect(reviewed, name):
    """REAL BUG THIS CATCHES: a rule misses the example that it was made for, or cries wolf over good practice."""
    findings = reviewed(name)
    wanted, found = expected(TREES / name), places(findings, info=False)
    assert found == wanted, difference(TREES / name, wanted, found, findings)


@pytest.mark.parametrize("name", NAMES)
def test_what_is_only_information_is_exactly_what_the_comments_say(reviewed, name):
    """REAL BUG THIS CATCHES: a refusal checked by its status alone fails a build, or nobody is told of it any more."""
    findings = reviewed(name)
    wanted, found = expected(TREES / name, "info"), places(findings, info=True)
    assert found == wanted, difference(TREES / name, wanted, found, findings)


@pytest.mark.parametrize(
    ("name", "kind"), [(name, kind) for name in NAMES for kind in ("opt-in", "preview") if expected(TREES / name, kind)]
)
def test_rules_that_must_be_asked_for_find_their_examples(reviewed, name, kind):
    """REAL BUG THIS CATCHES: an opt-in rule is selected, or preview switched on, and nothing is reported."""
    wanted = expected(TREES / name, kind)
    codes = ",".join(sorted({place.code for place in wanted}))
    findings = reviewed(name, "--select", codes, *(["--preview"] if kind == "preview" else []))
    missing = wanted - places(findings, info=False) - places(findings, info=True)
    assert not missing, "\n".join(map(str, sorted(missing)))


def test_every_bad_example_but_those_that_say_so_is_flagged(reviewed):
    """REAL BUG THIS CATCHES: the share of the seeds' bad examples that are found falls, and each tree hides a part."""
    flagged, silent = set(), set()
    for name in NAMES:
        files = {one["file"] for one in reviewed(name)}
        flagged |= {(name, file) for file in bad_examples(TREES / name) if file in files}
        silent |= {(name, file) for file in without_rule(TREES / name)}
    every = {(name, file) for name in NAMES for file in bad_examples(TREES / name)}
    wrong = [f"not flagged: {name}/{file}" for name, file in sorted(every - silent - flagged)]
    wrong += [f"flagged, though it says that no rule can: {name}/{file}" for name, file in sorted(silent & flagged)]
    assert not wrong, "\n".join(wrong)
    assert len(flagged) >= 0.85 * len(every), f"{len(flagged)} of {len(every)}"


def test_every_bad_example_expects_something_and_no_good_one_does():
    """REAL BUG THIS CATCHES: an example without its comment is counted as covered though nobody looks for it."""
    unknown = {kind for name in NAMES for kind, _place in expectations(TREES / name)} - KINDS
    idle, wrong = [], []
    for name in NAMES:
        root = TREES / name
        marked = {place.file for _kind, place in expectations(root)}
        idle += [f"{name}/{file}" for file in bad_examples(root) if file not in marked | without_rule(root)]
        flagged = {place.file for kind, place in expectations(root) if kind != "info"}
        wrong += [f"{name}/{file}" for file in flagged if Path(file).name.startswith("test_good_")]
    assert (unknown, idle, wrong) == (set(), [], [])


def test_every_example_stands_in_the_readme_of_its_tree():
    """REAL BUG THIS CATCHES: an example whose point is forgotten is mended until it no longer shows anything."""
    bare = [
        f"{name}/{path.relative_to(TREES / name)}"
        for name in NAMES
        for path in sorted((TREES / name).rglob("test_*.py"))
        if f"| {path.relative_to(TREES / name).as_posix()} |" not in (TREES / name / "README.md").read_text()
    ]
    assert not bare, "\n".join(bare)
