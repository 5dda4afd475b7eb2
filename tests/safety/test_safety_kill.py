"""A run that is killed or interrupted at any moment leaves nothing behind, and the next one goes on where it stopped."""

from __future__ import annotations

import os
import signal

import pytest

from earnest.process.descendants import children_of

pytestmark = pytest.mark.slow

ENOUGH = 12
"""Answers in the store when the blow falls: a few have been kept, most are still to come."""
LATEST = 5.0
"""Seconds after a kill by which everything must be gone."""


@pytest.fixture
def company(tree, command):
    """The command for a project with a few hundred changes and a daemon beside each test."""
    return command(tree("poison_company"))


@pytest.fixture
def begun(company):
    """The same in full swing: the first answers are kept."""
    company.start("check", "--jobs", "2", "--json", company.document)
    company.wait_until(lambda: len(company.answers()) >= ENOUGH)
    return company


def the_rest_is_asked(run):
    """Checks once more, and asserts that this asks what was not answered, all of it, and nothing else."""
    kept = run.answers()
    assert len(kept) >= ENOUGH
    assert run.check("--jobs", "2").code == 1, run.errors
    changes = run.json()["changes"]
    asked = [change for change in changes if change["verdict"] != "not-run"]
    after = run.answers()
    assert len(changes) >= 200
    assert not [change for change in asked if change["verdict"] == "not-asked"]
    assert len([change for change in asked if change["remembered"]]) == len(kept) < len(asked)
    assert {key: after[key] for key in kept} == kept, "an answer was written a second time"
    assert len(after) == len(asked)
    run.assert_nothing_is_left()


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM], ids=lambda number: number.name)
def test_a_killed_command_leaves_nothing_and_the_next_one_resumes(begun, number):
    """SIGTERM is what CI sends to a job that takes too long.

    REAL BUG THIS CATCHES: `kill -9` leaves test processes, their daemons, a scratch directory or a changed source, or the
    next run starts from zero.
    """
    os.kill(begun.process.pid, number)
    begun.end()
    assert begun.code == -number
    begun.assert_nothing_is_left(within=LATEST)
    if number == signal.SIGKILL:
        the_rest_is_asked(begun)


@pytest.mark.parametrize("depth", [1, 2], ids=["the host", "the zygote"])
def test_a_killed_process_of_ours_ends_the_run_with_70_and_nothing_is_lost(begun, depth):
    """REAL BUG THIS CATCHES: the command waits for ever for a process that is gone, or leaves what that one had started."""
    victim = begun.process.pid
    for _ in range(depth):
        victim = children_of(victim)[0]
    os.kill(victim, signal.SIGKILL)
    begun.end()
    assert begun.code == 70, begun.errors
    assert "it goes on where this run stopped" in begun.errors
    begun.assert_nothing_is_left()
    the_rest_is_asked(begun)


def test_a_command_that_is_killed_while_it_starts_leaves_nothing(company):
    """The blow falls as soon as there is a second process, long before that one is ready.

    REAL BUG THIS CATCHES: whoever is killed between making the scratch directory and handing it over leaves it behind.
    """
    company.start("check")
    company.wait_until(lambda: children_of(company.process.pid))
    os.kill(company.process.pid, signal.SIGKILL)
    company.end()
    company.assert_nothing_is_left(within=LATEST)


def test_two_interruptions_at_once_end_the_run_tidily(begun):
    """REAL BUG THIS CATCHES: the second Ctrl-C of an impatient user stops the clean-up half-way."""
    os.kill(begun.process.pid, signal.SIGINT)
    begun.wait_until(lambda: not children_of(begun.process.pid) or signals_ignored(begun.process.pid))
    os.kill(begun.process.pid, signal.SIGINT)
    begun.end()
    assert begun.code == 130
    assert "Traceback" not in begun.errors
    begun.assert_nothing_is_left()


def signals_ignored(pid):
    """Whether a process ignores SIGINT at this moment."""
    with open(f"/proc/{pid}/status") as status:
        mask = next(int(line.split()[1], 16) for line in status if line.startswith("SigIgn"))
    return bool(mask & 1 << (signal.SIGINT - 1))


def test_an_interruption_while_the_tests_are_collected_ends_with_130(tree, command):
    """REAL BUG THIS CATCHES: Ctrl-C in a collection that hangs prints a traceback, or leaves the process that hangs."""
    run = command(tree("broken_hang")).start("check")
    run.wait_until(lambda: len(run.processes()) >= 4)
    os.kill(run.process.pid, signal.SIGINT)
    run.end()
    assert (run.code, run.errors.splitlines()[-1]) == (130, "earnest: interrupted")
    assert "Traceback" not in run.errors
    run.assert_nothing_is_left()
