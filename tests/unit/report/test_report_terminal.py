"""The report for people, as plain text and as a terminal shows it."""

from __future__ import annotations

import dataclasses
import io
import os
import re
from pathlib import Path

import pytest
from rich.console import Console

from earnest.changes import find_operator, unified_diff
from earnest.model import Criterion, CriterionState, Scope, Scorecard, Verdict
from earnest.report.record import record_of
from earnest.report.telling import most_telling
from earnest.report.terminal import render, render_change
from earnest.report.words import duration, percent, printable

GOLDEN = Path(__file__).parent / "golden"
ESCAPE = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]")


def plain(run, width=80, **options):
    """What a pipe of this width gets."""
    file = io.StringIO()
    render(run, Console(file=file, width=width, color_system=None), **options)
    return file.getvalue()


def same_as_golden(name, text):
    """Compares with the file; EARNEST_WRITE_GOLDEN=1 writes it anew, for a person to look at the difference."""
    file = GOLDEN / name
    if os.environ.get("EARNEST_WRITE_GOLDEN"):
        file.write_text(text, encoding="utf-8")
    return text == file.read_text(encoding="utf-8")


@pytest.mark.parametrize("width", [80, 50])
def test_the_report_is_laid_out_as_agreed(make_run, width):
    """REAL BUG THIS CATCHES: a column moves, a line is lost, and nobody notices before a user does."""
    text = plain(make_run(notes=("pytest-xdist was switched off.",)), width)
    assert same_as_golden(f"report-{width}.txt", text)


def test_one_change_is_laid_out_as_agreed(make_run):
    """REAL BUG THIS CATCHES: `earnest show` loses the tests, the incident or the diff."""
    run = make_run()
    first = dataclasses.replace(record_of(run, run.changes[0]), incident="Somebody had to get up at night.")
    third = record_of(run, run.changes[2])
    records = [
        first,
        dataclasses.replace(first, remembered=True),
        third,
        dataclasses.replace(third, covered_by=1, run_by=third.run_by[:1]),
        dataclasses.replace(third, covered_by=30),
        dataclasses.replace(third, covered_by=30, run_by=()),
        dataclasses.replace(third, covered_by=6, run_by=tuple("abcdef")),
        record_of(run, run.changes[4]),
        dataclasses.replace(third, verdict="timed-out", detail="no answer within 5 s"),
        dataclasses.replace(third, verdict="crashed", detail="signal 11"),
        dataclasses.replace(third, verdict="unviable", detail="it does not compile", covered_by=0),
        dataclasses.replace(third, verdict="not-asked", covered_by=0),
    ]
    file = io.StringIO()
    for record in records:
        render_change(record, Console(file=file, width=80, color_system=None))
    assert same_as_golden("changes.txt", file.getvalue())
    coloured = io.StringIO()
    for record in records:
        render_change(record, Console(file=coloured, width=80, force_terminal=True, color_system="standard"))
    assert same_as_golden("changes-colour.txt", coloured.getvalue())


def test_the_report_is_coloured_as_agreed(make_run, trials):
    """REAL BUG THIS CATCHES: a FAIL in green, or a warning that looks like everything else."""
    run = make_run()
    change = run.changes[0]
    trials[change.id] = dataclasses.replace(trials[change.id], verdict=Verdict.TIMED_OUT, remembered=True)
    baseline = dataclasses.replace(run.baseline, unstable=frozenset({"test_b", "test_a"}), notes=("a note",))
    criteria = tuple(
        dataclasses.replace(criterion, state=state)
        for criterion, state in zip(run.scorecard.criteria, [*CriterionState, *CriterionState][:8], strict=True)
    )
    run = make_run(baseline=baseline, scorecard=Scorecard(criteria), sandbox="none", sampled=True)
    file = io.StringIO()
    render(run, Console(file=file, width=80, force_terminal=True, color_system="standard"))
    assert same_as_golden("report-colour.txt", file.getvalue())


def test_a_change_tells_the_incident_that_its_operator_stands_for(make_run):
    """REAL BUG THIS CATCHES: the report shows the diff and never says what it would mean in production."""
    change = dataclasses.replace(make_run().changes[2], operator="drop-raise")
    record = record_of(make_run(changes=(change,)), change)
    file = io.StringIO()
    render_change(record, Console(file=file, width=80, color_system=None))
    assert record.incident == find_operator("drop-raise").incident
    assert record.incident in " ".join(file.getvalue().split())


def test_a_pipe_gets_no_escape_sequences_and_no_trailing_blanks(make_run):
    """REAL BUG THIS CATCHES: `earnest check > log` fills the log with colour codes or pads lines to the width."""
    text = plain(make_run())
    assert not ESCAPE.search(text)
    assert [line for line in text.split("\n") if line != line.rstrip()] == []


def test_a_terminal_gets_colour_and_the_same_words(make_run):
    """REAL BUG THIS CATCHES: the state can be told by its colour only, or the coloured report differs from the plain
    one.
    """
    file = io.StringIO()
    render(make_run(), Console(file=file, width=80, force_terminal=True, color_system="standard"))
    assert ESCAPE.search(file.getvalue())
    assert ESCAPE.sub("", file.getvalue()) == plain(make_run())


def test_no_line_is_wider_than_the_terminal(make_run):
    """REAL BUG THIS CATCHES: advice runs past the edge of an 80-column terminal and is wrapped in the middle of
    words.
    """
    assert [line for line in plain(make_run()).split("\n") if len(line) > 80] == []


def test_a_path_longer_than_the_line_stays_in_one_piece(make_run):
    """REAL BUG THIS CATCHES: a table cuts or folds the path, and it can neither be clicked nor copied."""
    run = make_run()
    path = "src/" + "a_very_long_package_name/" * 5 + "module.py"
    source = dataclasses.replace(run.project.sources[0], path=path)
    moved = tuple(
        dataclasses.replace(change, location=dataclasses.replace(change.location, file=path)) for change in run.changes
    )
    project = dataclasses.replace(run.project, sources=(source,))
    text = plain(dataclasses.replace(run, project=project, changes=moved), width=60)
    assert f"\n{path}:13  example-drop-value-from-message" in text


def test_ascii_only_output_is_drawn_in_ascii(make_run):
    """REAL BUG THIS CATCHES: a report on a C locale ends with UnicodeEncodeError."""
    file = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    render(make_run(), Console(file=file, width=80, color_system=None))
    file.flush()
    assert b"#####....." in file.buffer.getvalue()
    assert b"    -> Assert what the message" in file.buffer.getvalue()


def test_control_characters_of_a_project_never_reach_the_terminal(make_run):
    """REAL BUG THIS CATCHES: a source line with an escape sequence clears the screen or sets the window title."""
    run = make_run()
    text = run.project.sources[0].text.replace("self.balance -= amount", 'self.title = "\x1b]0;owned\x07"')
    first = dataclasses.replace(run.changes[2], description="a \x1b[2J thing")
    output = plain(make_run(source=text, changes=(first,)))
    assert "\x1b" not in output
    assert "\x07" not in output


def test_markup_in_a_project_is_printed_and_not_obeyed(make_run):
    """REAL BUG THIS CATCHES: `[red]` or `[/]` in somebody's source is eaten by rich or raises MarkupError."""
    run = make_run()
    first = dataclasses.replace(run.changes[2], description="`[/bold]` becomes `[red]`")
    assert "`[/bold]` becomes `[red]`" in plain(make_run(changes=(first,)))


@pytest.mark.parametrize(
    ("shown", "heading"),
    [(0, None), (1, "\nMissed (1 of 2, the most telling first)\n"), (2, "\nMissed (2)\n"), (5, "\nMissed (2)\n")],
)
def test_as_many_missed_changes_are_shown_as_asked(make_run, shown, heading):
    """REAL BUG THIS CATCHES: all two hundred missed changes scroll the scorecard out of sight, or their number is
    wrong.
    """
    text = plain(make_run(), shown=shown)
    assert text.count("@@ -") == min(shown, 2)
    assert heading is None or heading in text
    assert ("\nMissed" in text) == (heading is not None)


def test_a_long_diff_is_cut_and_says_how_to_see_the_rest(make_run):
    """REAL BUG THIS CATCHES: a dropped block of sixty lines fills three screens."""
    run = make_run()
    text = run.project.sources[0].text
    start, end = text.index("        if amount"), text.index("    def notify")
    block = text[start:end] + "        step()\n" * 40
    source = text[:start] + block + text[end:]
    change = dataclasses.replace(
        run.changes[2], start=start, end=start + len(block), before=block, after="        pass\n"
    )
    output = plain(make_run(source=source, changes=(change,)))
    hidden = unified_diff(change, source).count("\n") - 2 - 14
    assert f" {hidden} more lines: earnest show {change.id}" in output
    assert output.count("step()") < 15


def test_an_interrupted_run_says_so_first_and_how_to_go_on(make_run, trials):
    """REAL BUG THIS CATCHES: the report of a run that was stopped half-way looks like a complete one."""
    run = make_run()
    del trials[run.changes[1].id]
    text = plain(make_run(interrupted=True))
    assert "Interrupted: 4 of 5 changes have an answer." in text
    assert "\n1 caught, 2 missed, 1 not reached by any test, 1 not asked\n" in text
    assert "Next: run the same command again; it goes on where it stopped." in text


def test_a_sampled_run_says_so(make_run, trials):
    """REAL BUG THIS CATCHES: a sample is presented as the whole."""
    run = make_run()
    del trials[run.changes[1].id]
    assert "Sampled: 4 of 5 changes fitted into the budget." in plain(make_run(sampled=True))


def test_a_sample_in_which_nothing_was_missed_says_how_to_try_the_rest(make_run, trials):
    """REAL BUG THIS CATCHES: after a budget `Next:` says that all is well."""
    run = make_run()
    del trials[run.changes[1].id]
    for change_id, trial in trials.items():
        trials[change_id] = dataclasses.replace(trial, verdict=Verdict.CAUGHT, caught_by=("t",))
    card = Scorecard((Criterion(8, "would catch real bugs", CriterionState.PASS, 4, 4),))
    text = plain(dataclasses.replace(run, scorecard=card, sampled=True))
    assert "Next: run without a budget to try the other 1." in text


def test_a_warning_is_the_next_step_when_nothing_fails(make_run, trials):
    """REAL BUG THIS CATCHES: a scorecard with a WARN says that all is well."""
    run = make_run()
    for change_id, trial in trials.items():
        trials[change_id] = dataclasses.replace(trial, verdict=Verdict.CAUGHT, caught_by=("t",))
    warn = Criterion(1, "one", CriterionState.WARN, 8, 10, advice="Do this now.")
    assert "Next: Do this now." in plain(dataclasses.replace(run, scorecard=Scorecard((warn,))))


def test_a_tab_in_the_source_reaches_to_the_next_fourth_column(make_run):
    """REAL BUG THIS CATCHES: a diff of code that is indented by tabs does not line up, or is eight columns wide."""
    assert printable("\tif x:\t# y") == "    if x:   # y"
    run = make_run()
    record = dataclasses.replace(record_of(run, run.changes[0]), diff="--- a\n+++ b\n@@ -1 +1 @@\n-\tif x:\n+\tif y:\n")
    file = io.StringIO()
    render_change(record, Console(file=file, width=80, color_system=None))
    assert "\n    -    if x:\n    +    if y:\n" in file.getvalue()


def test_a_project_without_a_name_is_called_by_its_directory(make_run):
    """REAL BUG THIS CATCHES: the headline begins with two blanks."""
    run = make_run()
    text = plain(dataclasses.replace(run, project=dataclasses.replace(run.project, name="")))
    assert text.startswith("\nbank  3 tests")


def test_an_unsandboxed_run_says_so(make_run):
    """REAL BUG THIS CATCHES: changed code could delete files and the report says nothing about it."""
    assert "unsandboxed" in plain(make_run(sandbox="none"))


def test_remembered_answers_are_counted_and_do_not_enter_the_rate(make_run, trials):
    """REAL BUG THIS CATCHES: a run that asked nothing claims ten thousand changes per second."""
    run = make_run()
    for change_id, trial in trials.items():
        trials[change_id] = dataclasses.replace(trial, remembered=True)
    text = plain(run)
    assert "(5 remembered)" in text
    assert "changes/s" not in text


def test_unstable_tests_are_named(make_run):
    """REAL BUG THIS CATCHES: a flaky test is left out of the judgement and nobody is told."""
    run = make_run()
    baseline = dataclasses.replace(run.baseline, unstable=frozenset({"tests/test_account.py::test_slow"}))
    text = plain(make_run(baseline=baseline))
    assert "1 unstable test" in text
    assert "tests/test_account.py::test_slow" in text


def test_timeouts_and_crashes_are_counted_apart(make_run, trials):
    """REAL BUG THIS CATCHES: a crash is shown as caught."""
    run = make_run()
    trials[run.changes[0].id] = dataclasses.replace(trials[run.changes[0].id], verdict=Verdict.CRASHED)
    trials[run.changes[1].id] = dataclasses.replace(trials[run.changes[1].id], verdict=Verdict.TIMED_OUT)
    assert "0 caught, 2 missed, 1 not reached by any test, 1 timed out, 1 crashed" in plain(run)


def test_when_nothing_falls_short_the_next_step_keeps_it_so(make_run, trials):
    """REAL BUG THIS CATCHES: `Next:` asks to mend something on a perfect scorecard, or is missing."""
    run = make_run()
    for change_id, trial in trials.items():
        trials[change_id] = dataclasses.replace(trial, verdict=Verdict.CAUGHT, caught_by=("t",))
    card = Scorecard((Criterion(8, "would catch real bugs", CriterionState.PASS, 5, 5),))
    assert "Next: keep it so" in plain(dataclasses.replace(run, scorecard=card))


def test_without_a_missed_change_the_next_step_is_the_worst_criterions_advice(make_run, trials):
    """REAL BUG THIS CATCHES: a scorecard with a FAIL for doubles says that all is well."""
    run = make_run()
    for change_id, trial in trials.items():
        trials[change_id] = dataclasses.replace(trial, verdict=Verdict.CAUGHT, caught_by=("t",))
    warn = Criterion(1, "one", CriterionState.WARN, 8, 10, advice="Do this later.")
    fail = Criterion(3, "three", CriterionState.FAIL, 1, 10, advice="Use the real thing.")
    assert "Next: Use the real thing." in plain(dataclasses.replace(run, scorecard=Scorecard((warn, fail))))


def test_the_most_telling_come_first_and_each_function_before_a_second_of_any(make_run, trials):
    """REAL BUG THIS CATCHES: the five shown are five changes of one line."""
    run = make_run()
    covered = {0: 10, 1: 20, 2: 50, 3: 40, 4: 30}
    for number, change in enumerate(run.changes):
        trials[change.id] = dataclasses.replace(
            trials[change.id], verdict=Verdict.MISSED, covered_by=covered[number], caught_by=()
        )
    order = [run.changes.index(change) for change in most_telling(run)]
    assert order == [2, 4, 3, 1, 0]


def test_what_runs_at_import_comes_behind_all_functions(make_run, trials):
    """REAL BUG THIS CATCHES: five decorators, which every test of the module imports, hide what the tests really let
    pass.
    """
    changes = list(make_run().changes)
    changes[0] = dataclasses.replace(changes[0], scope=Scope.IMPORT, qualname="")
    for change in changes:
        trials[change.id] = dataclasses.replace(trials[change.id], verdict=Verdict.MISSED, covered_by=1, caught_by=())
    trials[changes[0].id] = dataclasses.replace(trials[changes[0].id], covered_by=500)
    assert most_telling(make_run(changes=tuple(changes)))[-1].id == changes[0].id


@pytest.mark.parametrize(("share", "text"), [(1.0, "100 %"), (0.999, "99 %"), (0.5, "50 %"), (0.004, "0 %")])
def test_only_everything_is_a_hundred_percent(share, text):
    """REAL BUG THIS CATCHES: 499 of 500 is shown as 100 % beside a missed change."""
    assert percent(share) == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0.04, "0.0 s"),
        (9.94, "9.9 s"),
        (9.96, "10 s"),
        (59.4, "59 s"),
        (59.6, "1 min 00 s"),
        (125, "2 min 05 s"),
        (3599, "59 min 59 s"),
        (3600, "1 h 00 min"),
        (3840, "1 h 04 min"),
    ],
)
def test_a_duration_reads_well_at_every_size(seconds, text):
    """REAL BUG THIS CATCHES: `60 s`, `1 min 60 s` or `0 h`."""
    assert duration(seconds) == text
