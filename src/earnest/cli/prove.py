"""`earnest prove`: the trials alone."""

from __future__ import annotations

import dataclasses
from typing import Any

import click

from ..model import ExitCode, Run, Scorecard
from .trial_command import TrialCommand, execute, trial_options

__all__ = ["command"]


@click.command("prove", cls=TrialCommand)
@trial_options
def command(**wishes: Any) -> ExitCode:
    """Try changes and judge one thing: would the suite catch real bugs?

    The same trials as those of `earnest check`, with the eighth criterion alone: for a diff (`--diff main`), for a
    minute to spare (`--budget 1m`), for one kind of change (`--operator drop-raise`).
    """
    return execute(_eighth_only, review=False, **wishes)


def _eighth_only(run: Run) -> Run:
    return dataclasses.replace(run, scorecard=Scorecard(run.scorecard.criteria[-1:]))
