"""What a run says while it works, the lengths of time it is given, and the exit code at its end."""

from __future__ import annotations

import io
import re
import threading
from pathlib import Path

import click
import pytest
from rich.console import Console

from earnest.cli.duration import seconds
from earnest.cli.live import LiveProgress
from earnest.cli.options import Options
from earnest.cli.outcome import exit_code
from earnest.cli.progress import PlainProgress
from earnest.cli.tally import Tally
from earnest.model import (
    Baseline,
    Change,
    Coverage,
    Criterion,
    CriterionState,
    ExitCode,
    Family,
    Kind,
    Location,
    Project,
    Run,
    Scope,
    Scorecard,
    Trial,
    TrialPath,
    Verdict,
)

ESCAPE = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]")


def change(number, description="the raise is dropped"):
    """A change on that line."""
    return Change(
        id=f"{number:012x}",
        location=Location("src/app.py", number, 1, number, 2),
        start=0,
        end=1,
        before="a",
        after="b",
        family=Family.ERRORS,
        operator="drop-raise",
        kind=Kind.BREAKING,
        scope=Scope.FUNCTION,
        qualname="f",
        lines=(number, number),
        description=description,
    )


def trial(number, verdict=Verdict.CAUGHT, **fields):
    """Its trial."""
    return Trial(f"{number:012x}", verdict, TrialPath.HOT, **fields)


def plain(script):
    """What a plain listener writes when `script` speaks to it."""
    file = io.StringIO()
    with PlainProgress(Console(file=file, width=40)) as progress:
        script(progress)
    return file.getvalue().splitlines()


def live(script, width=100):
    """What a terminal receives."""
    file = io.StringIO()
    with LiveProgress(Console(file=file, width=width, force_terminal=True)) as progress:
        script(progress)
    return file.getvalue()


def cut_short(listener):
    """A run that Ctrl-C ends."""
    with listener as progress:
        progress.planned(3, 0)
        raise KeyboardInterrupt


def some_trials(progress):
    """A short run: one missed, one remembered."""
    progress.stage("collecting the tests")
    progress.note("pytest-xdist was switched off.")
    progress.planned(3, 1)
    progress.trial(change(1), trial(1, remembered=True))
    progress.trial(change(2, "the \x1b[31m text [red] is\nempty"), trial(2, Verdict.MISSED))
    progress.trial(change(3), trial(3, Verdict.TIMED_OUT))


def test_plain_lines_say_each_stage_note_and_missed_change_and_a_summary():
    """REAL BUG THIS CATCHES: a long line is folded at the width of a terminal that is not there, and grep finds half
    of it.
    """
    lines = plain(some_trials)
    assert lines[:4] == [
        "collecting the tests",
        "note: pytest-xdist was switched off.",
        "3 changes to try, 1 of them known already",
        "missed src/app.py:2  drop-raise  the \N{REPLACEMENT CHARACTER}[31m text [red] is empty",
    ]
    assert re.fullmatch(r"trials: 1 caught, 1 missed, 1 timed-out, \d+/s, 0\.\d s", lines[4])
    assert len(lines) == 5


def test_the_summary_comes_also_when_the_run_is_cut_short():
    """REAL BUG THIS CATCHES: after Ctrl-C the log ends without a word about what was done."""
    file = io.StringIO()
    with pytest.raises(KeyboardInterrupt):
        cut_short(PlainProgress(Console(file=file)))
    assert "trials: 0 caught, 0 missed" in file.getvalue()


def test_a_run_that_never_got_to_its_trials_has_no_summary():
    """REAL BUG THIS CATCHES: a failing baseline is followed by `trials: 0 caught`."""
    assert plain(lambda progress: progress.stage("collecting the tests")) == ["collecting the tests"]


def test_the_bar_shows_the_figures_and_streams_missed_changes():
    """REAL BUG THIS CATCHES: the bar counts remembered changes twice, or a missed change is overwritten by the bar."""
    text = ESCAPE.sub("", live(some_trials))
    assert "3/3  1 caught  1 missed" in text
    assert "\nsrc/app.py:2  drop-raise  the \N{REPLACEMENT CHARACTER}[31m text [red] is empty\n" in text.replace(
        "\r", "\n"
    )


def test_the_cursor_comes_back_also_when_the_run_is_cut_short():
    """REAL BUG THIS CATCHES: after Ctrl-C the user's shell has no cursor."""
    file = io.StringIO()
    with pytest.raises(KeyboardInterrupt):
        cut_short(LiveProgress(Console(file=file, force_terminal=True)))
    assert file.getvalue().rfind("\x1b[?25h") > file.getvalue().rfind("\x1b[?25l")


def test_the_bar_starts_no_thread():
    """REAL BUG THIS CATCHES: the run forks while a drawing thread holds a lock, and the child hangs for ever."""
    before = threading.active_count()
    seen = []
    live(lambda progress: (some_trials(progress), seen.append(threading.active_count())))
    assert seen == [before]


@pytest.mark.parametrize("width", [40, 80, 100])
def test_the_bar_stays_on_one_line(width):
    """REAL BUG THIS CATCHES: the bar is wider than the terminal and each redraw leaves a line behind."""

    def script(progress):
        progress.stage("running 1234 unchanged tests, twice")
        progress.planned(123456, 23456)
        for number in range(1, 50):
            progress.trial(change(number), trial(number))

    lines = re.split(r"[\r\n]+", ESCAPE.sub("", live(script, width)))
    assert max(map(len, lines)) <= width


def test_the_rate_and_the_time_left_leave_remembered_answers_out():
    """REAL BUG THIS CATCHES: 900 remembered changes make the other 100 look like a matter of a second."""
    tally = Tally()
    tally.plan(1000, 900)
    for number in range(900):
        tally.count(trial(number, remembered=True))
    assert (tally.done, tally.asked, tally.rate, tally.seconds_left) == (900, 0, 0.0, None)
    for number in range(10):
        tally.count(trial(number))
    assert tally.done == 910
    assert tally.seconds_left == pytest.approx(90 / tally.rate, rel=0.5)


def test_remembered_answers_count_as_done_whether_they_are_told_or_not():
    """REAL BUG THIS CATCHES: the bar of a resumed run starts at zero and never reaches its end."""
    tally = Tally()
    tally.plan(10, 8)
    for number in range(2):
        tally.count(trial(number))
    assert tally.done == 10


@pytest.mark.parametrize(
    ("text", "length"), [("90", 90), ("90s", 90), ("2m", 120), ("1.5m", 90), ("1h", 3600), ("5 MIN", 300)]
)
def test_a_length_of_time_is_read(text, length):
    """REAL BUG THIS CATCHES: `--budget 2m` runs for two seconds."""
    assert seconds(text) == length


@pytest.mark.parametrize("text", ["", "m", "2 fortnights", "-1s", "0", "0.0m", "1e3s", "nan", "inf"])
def test_what_is_no_length_of_time_is_refused(text):
    """REAL BUG THIS CATCHES: `--budget nan` never ends, or ends at once."""
    with pytest.raises(click.BadParameter, match="no length of time"):
        seconds(text)


CHANGES = (change(1),)


def run(states, *, changes=CHANGES, **flags):
    """A run with criteria in these states; the last one is the eighth."""
    criteria = tuple(Criterion(number, "a criterion", state) for number, state in enumerate(states, 9 - len(states)))
    project = Project(Path("/project"), "app", (), (), ())
    baseline = Baseline((), Coverage(), frozenset(), (), 0.0, 0.0)
    return Run(project, baseline, tuple(changes), {}, Scorecard(criteria), **flags)


PASS, WARN, FAIL = CriterionState.PASS, CriterionState.WARN, CriterionState.FAIL
UNKNOWN, NONE = CriterionState.UNKNOWN, CriterionState.NOT_APPLICABLE


@pytest.mark.parametrize(
    ("states", "code", "strict_code"),
    [
        ([PASS, PASS], ExitCode.HOLDS, ExitCode.HOLDS),
        ([NONE, PASS], ExitCode.HOLDS, ExitCode.HOLDS),
        ([UNKNOWN, PASS], ExitCode.HOLDS, ExitCode.FALLS_SHORT),
        ([WARN, PASS], ExitCode.FALLS_SHORT, ExitCode.FALLS_SHORT),
        ([PASS, FAIL], ExitCode.FALLS_SHORT, ExitCode.FALLS_SHORT),
        ([PASS, UNKNOWN], ExitCode.FALLS_SHORT, ExitCode.FALLS_SHORT),
    ],
)
def test_the_exit_code_follows_the_worst_criterion(states, code, strict_code):
    """REAL BUG THIS CATCHES: a project in which nothing could be measured is green."""
    assert exit_code(run(states)) is code
    assert exit_code(run(states), strict=True) is strict_code


def test_a_narrowed_run_without_changes_holds():
    """REAL BUG THIS CATCHES: a pull request that touches no code fails."""
    assert exit_code(run([UNKNOWN], changes=()), narrowed=True) is ExitCode.HOLDS
    assert exit_code(run([UNKNOWN], changes=())) is ExitCode.FALLS_SHORT
    assert exit_code(run([UNKNOWN]), narrowed=True) is ExitCode.FALLS_SHORT


def test_an_interrupted_run_ends_with_130_whatever_it_found():
    """REAL BUG THIS CATCHES: a script goes on after Ctrl-C because the part that was measured passed."""
    assert exit_code(run([PASS], interrupted=True)) is ExitCode.INTERRUPTED


@pytest.mark.parametrize(
    ("fields", "narrowed"),
    [
        ({}, False),
        ({"budget": 3.0}, False),
        ({"diff": "main"}, True),
        ({"operators": ("a",)}, True),
        ({"families": ("b",)}, True),
    ],
)
def test_options_that_leave_changes_out_narrow_the_run(fields, narrowed):
    """REAL BUG THIS CATCHES: `--operator drop-raise` prints that the project has no messages."""
    assert Options(Path(), **fields).narrowed is narrowed
