"""Runs the tests of some files with plain pytest and says how each of them ended."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.etree import ElementTree

from ..errors import ProjectError

__all__ = ["outcomes"]

_FAULTS = ("failure", "error", "skipped")


def outcomes(root: Path, paths: Sequence[str]) -> Mapping[str, Mapping[str, str]]:
    """Relative path -> name of each test in it -> `passed`, `failure`, `error` or `skipped`.

    Raises ProjectError when pytest gives no report at all.
    """
    with tempfile.TemporaryDirectory(prefix="earnest-") as directory:
        report = Path(directory) / "report.xml"
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--junitxml={report}"]
        ended = subprocess.run(
            [*command, "-o", "junit_family=xunit1", "--continue-on-collection-errors", *paths],
            cwd=root,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
        )
        try:
            cases = list(ElementTree.parse(report).getroot().iter("testcase"))
        except (OSError, ElementTree.ParseError) as error:
            said = (ended.stderr or ended.stdout).strip().splitlines() or ["nothing"]
            raise ProjectError(
                f"The fixes cannot be verified: pytest ended with {ended.returncode} and said: {said[-1]}",
                cure="Fix without --verify-fixes, or mend the suite first.",
            ) from error
    table: dict[str, dict[str, str]] = defaultdict(dict)
    for case in cases:
        name = f"{case.get('classname')}::{case.get('name')}"
        outcome = next((fault for fault in _FAULTS if case.find(fault) is not None), "passed")
        for path in _at(case, paths):
            table[path][name] = outcome
    return table


def _at(case: ElementTree.Element, paths: Sequence[str]) -> Sequence[str]:
    """The file of the case, or all of them for one that names none: what a module raises while it is imported."""
    file = case.get("file")
    return [file] if file and file in paths else list(paths)
