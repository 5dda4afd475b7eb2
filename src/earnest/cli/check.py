"""`earnest check`: the main job."""

from __future__ import annotations

from typing import Any

import click

from ..model import ExitCode, Run
from .trial_command import TrialCommand, execute, trial_options

__all__ = ["command"]


@click.command("check", cls=TrialCommand)
@trial_options
def command(**wishes: Any) -> ExitCode:
    """Put the test suite of the project at PATH on trial and show its scorecard.

    Runs the suite once, changes the code under test in many small ways, runs the tests that reach each change, and
    judges
    the suite by which changes it caught. Nothing in your project is edited.

    Exit codes: 0 no criterion falls short, 1 one does (or nothing could be measured), 2 usage or configuration, 3 the
    suite fails before any change, 70 a bug of Earnest's, 130 interrupted.
    """
    return execute(_whole, **wishes)


def _whole(run: Run) -> Run:
    return run
