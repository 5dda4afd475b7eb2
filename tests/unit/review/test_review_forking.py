"""Work that is shared among processes. Each case runs in a process of its own, since the tests' own one has threads."""

import json
import subprocess
import sys

import pytest

HEAD = """
import json, os, signal, threading
from earnest.review.forking import in_parts
HERE = os.getpid()
def shared(work, items=1000, jobs=2):
    print(json.dumps(in_parts(range(items), work, jobs)))
def place(number):
    return [number, os.getpid() == HERE, os.getpid()]
"""


def outcome(code):
    """What the code says about shared work: a list, or the last line of its traceback."""
    ended = subprocess.run([sys.executable, "-c", HEAD + code], capture_output=True, text=True, timeout=60, check=False)
    return json.loads(ended.stdout) if ended.returncode == 0 else ended.stderr.splitlines()[-1]


def test_results_come_back_in_the_order_of_the_items():
    """
    REAL BUG THIS CATCHES: the part of the fastest process comes first, and findings stand beside wrong files.
    """
    results = outcome("shared(place, jobs=3)")
    assert [number for number, _here, _process in results] == list(range(1000))
    assert len({process for _number, _here, process in results}) == 3


@pytest.mark.parametrize("given", ["items=299, jobs=4", "jobs=1", "items=0"])
def test_little_work_is_done_in_the_process_itself(given):
    """
    REAL BUG THIS CATCHES: a review of one file forks, and takes twice as long.
    """
    assert all(here for _number, here, _process in outcome(f"shared(place, {given})"))


def test_what_fails_in_another_process_is_raised_in_the_first():
    """
    REAL BUG THIS CATCHES: a rule fails in a forked process, and its files count as clean.
    """
    assert outcome("shared(lambda number: 1 // (number - 999))").startswith("ZeroDivisionError")


def test_the_part_of_a_process_that_was_killed_is_done_again():
    """
    REAL BUG THIS CATCHES: the machine is short of memory and kills one process, and half of the findings are missing.
    """
    kill = "shared(lambda n: os.kill(os.getpid(), signal.SIGKILL) if n == 999 and os.getpid() != HERE else n)"
    assert outcome(kill) == list(range(1000))


def test_a_process_with_threads_does_not_fork():
    """
    REAL BUG THIS CATCHES: a lock that a thread held is never released in the child, and the review hangs.
    """
    threads = "done = threading.Event(); threading.Thread(target=done.wait).start(); shared(place); done.set()"
    assert all(here for _number, here, _process in outcome(threads))
