"""What was read of the reviewer's findings in other people's suites."""

from __future__ import annotations

import subprocess
import sys


def test_what_the_rules_say_by_default_was_read_and_found_true(repository):
    """
    REAL BUG THIS CATCHES: a rule of which every tenth finding is wrong is switched on for everybody.
    """
    command = [sys.executable, "benchmarks/review/summary.py", "--check"]
    outcome = subprocess.run(command, cwd=repository, capture_output=True, text=True, timeout=60, check=False)
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr
