"""The tutorial is true: its files are written, its commands run, and what it shows is what appears."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest

STEP = re.compile(
    r"`(?P<file>[\w./]+)`[^`]*?\n\n```python\n(?P<code>.*?)```|```console\n(?P<session>.*?)```", re.DOTALL
)


def steps(page):
    """The page's steps in order: ("write", file, text) or ("run", command, lines of output that it shows)."""
    for match in STEP.finditer(page):
        if match["file"]:
            yield "write", match["file"], match["code"]
        else:
            command, *output = match["session"].splitlines()
            yield "run", command.removeprefix("$ "), output


def run(command, where):
    """What the command line prints, run by this interpreter."""
    words = command.split()
    assert words[0] == "earnest"
    env = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "EARNEST"))}
    outcome = subprocess.run(
        [sys.executable, "-m", "earnest", *words[1:]], cwd=where, env=env, capture_output=True, text=True, check=False
    )
    return [line.rstrip() for line in outcome.stdout.splitlines()], outcome


@pytest.mark.slow
def test_the_tutorial_shows_what_a_reader_will_see(repository, tmp_path):
    """
    REAL BUG THIS CATCHES: a newcomer types what the tutorial says and sees something else.
    """
    page = (repository / "docs" / "tutorial" / "first-check.md").read_text()
    commands = 0
    for action, subject, content in steps(page):
        if action == "write":
            (tmp_path / subject).write_text(content)
            continue
        commands += 1
        printed, outcome = run(subject, tmp_path)
        absent = [line for line in content if line.rstrip() not in printed]
        assert not absent, "\n".join([subject, *absent, "--- printed:", *printed, outcome.stderr])
    assert commands >= 3
