"""Compares every verdict of the real command with a plain pytest run on the changed file, in a fresh process.

`python tests/trials/truth.py TREE [OPTION...]` does it for one project and prints both words for each change.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

SOURCES = Path(__file__).parents[2] / "src"
TREES = Path(__file__).parents[1] / "trees"
DROPPED = {"NO_COLOR", "FORCE_COLOR", "PYTEST_ADDOPTS", "PYTEST_CURRENT_TEST", "PYTHONPATH", "PYTEST_PLUGINS"}
BARE = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
"""No plugins but pytest's own: half of the time that pytest needs to start."""
PATIENCE = 15.0
"""Seconds beyond the time of the unchanged suite (three times over, as machines are noisy) after which a run hangs."""
CLOSING = re.compile(r"^(?:=+ )?(?:no tests ran|\d+ \w+)[^\n]* in [\d.]+s", re.MULTILINE)
CONFIRMED_BY = {
    "caught": {"fails", "does not start"},
    "missed": {"passes"},
    "not-run": {"passes"},
    "timed-out": {"hangs"},
    "crashed": {"dies"},
}


def environment(variables: dict[str, str], home: Path) -> dict[str, str]:
    """What both commands run in: nobody's settings, nobody's caches."""
    home.mkdir(parents=True, exist_ok=True)  # tempfile goes to the machine's directory when TMPDIR is not there
    kept = {name: value for name, value in os.environ.items() if name not in DROPPED}
    own = {"HOME": str(home), "XDG_CACHE_HOME": str(home / "cache"), "TMPDIR": str(home), "COLUMNS": "100"}
    return kept | own | variables


def contents(root: Path) -> dict[str, bytes]:
    """Every file of a tree, what Earnest keeps for itself left out."""
    files = (path for path in root.rglob("*") if path.is_file() and not path.is_symlink())
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in files
        if ".earnest" not in path.relative_to(root).parts
    }


@dataclass(frozen=True)
class Report:
    """What `earnest check --json` said about a tree."""

    changes: tuple[dict, ...]
    notes: tuple[str, ...]
    document: dict

    @property
    def verdicts(self) -> dict[str, str]:
        """Change -> verdict."""
        return {describe(change): change["verdict"] for change in self.changes}

    def verdicts_in(self, qualname: str) -> list[str]:
        """The verdicts on the changes inside one function or class."""
        return [change["verdict"] for change in self.within(qualname)]

    def paths_in(self, qualname: str) -> set[str]:
        """How the changes inside one function or class were put in place."""
        return {change["path"] for change in self.within(qualname)}

    def within(self, qualname: str) -> list[dict]:
        """The changes inside one function or class; there must be some, or a test on them would prove nothing."""
        found = [change for change in self.changes if f"{change['qualname']}.".startswith(f"{qualname}.")]
        assert found, f"no change in {qualname}: {sorted({change['qualname'] for change in self.changes})}"
        return found


def describe(change: dict) -> str:
    """A change in one line."""
    place = f"{change['file']}:{change['line']}"
    return f"{place} {change['operator']}, {change['description']} [{change['id']}]"


def check(root: Path, *options: str, variables: dict[str, str]) -> Report:
    """The real command on this tree."""
    with tempfile.TemporaryDirectory() as home:
        report = Path(home, "report.json")
        process = subprocess.run(
            [sys.executable, "-m", "earnest", "check", str(root), "--json", str(report), *options],
            cwd=root,
            env=environment(with_sources(variables), Path(home)),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        assert process.returncode in (0, 1), f"exit {process.returncode}\n{process.stdout}{process.stderr}"
        document = json.loads(report.read_text())
    return Report(tuple(document["changes"]), tuple(document["notes"]), document)


def with_sources(variables: dict[str, str]) -> dict[str, str]:
    """These variables, with this checkout in front of the import path."""
    path = os.pathsep.join(filter(None, [str(SOURCES), variables.get("PYTHONPATH", "")]))
    return variables | {"PYTHONPATH": path}


def plain_word(root: Path, home: Path, variables: dict[str, str], patience: float, *arguments: str) -> str:
    """What plain pytest says about the tree at `root` within `patience` seconds."""
    process = subprocess.Popen(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *arguments],
        cwd=root,
        env=environment(variables | {"PYTHONDONTWRITEBYTECODE": "1"}, home),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        start_new_session=True,
    )
    try:
        output, _ = process.communicate(timeout=patience)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        return "hangs"
    return _word(process.returncode, output)


def _word(status: int, output: str) -> str:
    closing = (["", *CLOSING.findall(output)])[-1]
    if status == 4 and "ImportError while loading conftest" in output:
        return "does not start"
    if not closing or status not in (0, 1, 2):
        return "dies"
    if status == 2 and "error" not in closing and "failed" not in closing:
        return "dies"  # not a collection error: pytest was torn down, as by Ctrl-C
    return "fails" if status else "passes"


def plain_verdict(original: Path, diff: str, variables: dict[str, str], patience: float, *arguments: str) -> str:
    """What plain pytest says when `patch -p1` has made this change, which may be none, in a fresh copy."""
    with tempfile.TemporaryDirectory() as place:
        root = Path(place, original.name)
        shutil.copytree(original, root, symlinks=True, ignore=shutil.ignore_patterns(".earnest", "__pycache__"))
        command = ["patch", "-p1", "--fuzz=0", "--no-backup-if-mismatch"]
        patch = subprocess.run(command, cwd=root, input=diff, capture_output=True, text=True, check=False)
        if patch.returncode:
            return f"cannot be patched: {patch.stdout}"
        return plain_word(root, Path(place), variables, patience, *arguments)


def comparison(ask: Callable[..., str], change: dict, deselected: list[str]) -> str:
    """Plain pytest's word on a change, asked in the way that decides it.

    When one test fails and another one hangs, the word depends on which of them comes first. Then a caught change is asked
    with the test that caught it alone, any other one with every test.
    """
    word = ask(change["diff"], "-x", *deselected)
    if word in CONFIRMED_BY.get(change["verdict"], ()) or {change["verdict"], word} == {"caught", "passes"}:
        return word
    return ask(change["diff"], *(change["caught_by"] if change["verdict"] == "caught" else deselected))


def disagreements(original: Path, report: Report, variables: dict[str, str]) -> list[str]:
    """Each change of the report on which plain pytest says something else, in one line.

    Unstable tests have no say in either.
    """
    started = time.monotonic()
    unchanged = plain_verdict(original, "", variables, 300)
    assert unchanged == "passes", f"the unchanged suite {unchanged}"
    patience = PATIENCE + 3 * (time.monotonic() - started)
    deselected = [f"--deselect={test}" for test in report.document["baseline"]["unstable"]]

    def ask(diff: str, *arguments: str) -> str:
        return plain_verdict(original, diff, variables, patience, *arguments)

    with ThreadPoolExecutor(2) as pool:
        words = pool.map(lambda change: comparison(ask, change, deselected), report.changes)
        pairs = list(zip(report.changes, words, strict=True))
    return [
        f"{describe(change)}: {change['verdict']} ({change['path']}, {change['detail']}), plain pytest {word}"
        for change, word in pairs
        if word not in CONFIRMED_BY.get(change["verdict"], ())
    ]


def flips(report: Report, again: Report) -> list[str]:
    """Each change on which two runs of the command differ, in one line."""
    return [
        f"{name}: {word}, then {again.verdicts.get(name)}"
        for name, word in report.verdicts.items()
        if again.verdicts.get(name) != word
    ]


def touched(root: Path, before: dict[str, bytes]) -> list[str]:
    """The files of a tree that are not what they were."""
    now = contents(root)
    return sorted(name for name in before.keys() | now.keys() if before.get(name) != now.get(name))


def main(tree: Path, options: list[str]) -> int:
    """Writes the verdicts of one tree, and what is wrong with them, to standard output."""
    variables = {} if "--plugins" in options else BARE
    variables |= dict(option.split("=", 1) for option in options if "PATH=" in option)
    options = [option for option in options if option != "--plugins" and "PATH=" not in option]
    with tempfile.TemporaryDirectory() as place:
        root = Path(place, tree.name)
        shutil.copytree(tree, root, ignore=shutil.ignore_patterns("__pycache__", ".earnest"))
        before = contents(root)
        report = check(root, "--jobs", "2", *options, variables=variables)
        for change in report.changes:
            told = f"{change['caught_by']} {change['detail']}"
            sys.stdout.write(f"{change['verdict']:9} {change['path']:4} {describe(change)} {told}\n")
        again = check(root, "--jobs", "1", "--confirm", "--fresh", *options, variables=variables)
        wrong = [
            *(f"FLIPS {line}" for line in flips(report, again)),
            *(f"WRONG {line}" for line in disagreements(tree, report, variables)),
            *(f"TOUCHED {name}" for name in touched(root, before)),
        ]
    sys.stdout.write("\n".join([*report.notes, *wrong, f"{len(report.changes)} changes, {len(wrong)} complaints\n"]))
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).resolve(), sys.argv[2:]))
