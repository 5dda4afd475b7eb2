"""Finding and ending processes that do not want to be found."""

from __future__ import annotations

import os
import signal
import threading

import pytest

from earnest.process import kill_descendants
from earnest.process.descendants import children_by_scan, children_of, descendants_of, is_crowded
from earnest.process.linux import adopt_orphans


@pytest.fixture
def family(own_process, board, real):
    """A process with a child and a grandchild, all of which wait: their three ids, the oldest first."""

    def live():
        if os.fork() == 0 and os.fork() == 0:
            board.say(os.getppid(), os.getpid())
        real.pause_for_ever()

    parent = own_process(live).pid
    return parent, *board.read()


def test_children_come_in_the_order_of_their_creation(own_process, board, real):
    """REAL BUG THIS CATCHES: children are killed before the parent that would restart them."""

    def live():
        board.say(*(own_process(real.pause_for_ever).pid for _ in range(3)))
        real.pause_for_ever()

    parent = own_process(live).pid
    expected = board.read()
    assert children_of(parent) == expected
    assert kill_descendants(parent) == 3


def test_children_that_a_thread_has_started_are_found(own_process, board, real):
    """REAL BUG THIS CATCHES: /proc lists children by the thread that forked them, and only the main one is looked at."""

    def live():
        def fork():
            child = os.fork()
            if child == 0:
                real.pause_for_ever()
            board.say(child)
            threading.Event().wait()

        threading.Thread(target=fork).start()
        real.pause_for_ever()

    parent = own_process(live).pid
    expected = board.read()
    assert children_of(parent) == expected


def test_descendants_come_parents_first_and_without_those_that_are_spared(family):
    """REAL BUG THIS CATCHES: a living trial's own processes are taken for what an ended one has left."""
    parent, child, grandchild = family
    assert list(descendants_of(parent)) == [child, grandchild]
    assert list(descendants_of(parent, frozenset({child}))) == []
    assert list(descendants_of(parent, frozenset({grandchild}))) == [child]


def test_a_kernel_without_lists_of_children_is_asked_otherwise(family, own_process, board, real):
    """REAL BUG THIS CATCHES: in some containers /proc has no such lists, nothing is found, and everything is left behind."""
    parent, child, _grandchild = family

    def live():
        board.say(*(own_process(real.pause_for_ever).pid for _ in range(3)))
        real.pause_for_ever()

    assert children_by_scan(parent) == [child]
    other = own_process(live).pid
    expected = board.read()
    assert sorted(children_by_scan(other)) == expected == children_of(other)


def test_nothing_lies_below_a_process_that_is_gone(own_process):
    """REAL BUG THIS CATCHES: FileNotFoundError, because a process ended between two looks."""
    process = own_process(lambda: None)
    process.wait()
    assert list(descendants_of(process.pid)) == []
    assert kill_descendants(process.pid) == 0


def test_a_daemon_with_a_session_of_its_own_is_ended_with_the_others(own_process, board, real):
    """REAL BUG THIS CATCHES: only the process group is killed, and whoever called setsid lives on."""

    def live():
        adopt_orphans()
        daemon = real.start_daemon()
        child = os.fork()
        if child == 0:
            real.pause_for_ever()
        board.say(kill_descendants(os.getpid()), daemon, child)

    assert own_process(live).wait() == 0
    killed, *victims = board.read()
    assert killed == 2
    assert not any(map(real.is_alive, victims))


def test_a_process_that_forks_for_ever_does_not_outrun_the_killer(own_process, board):
    """Each child forks the next one and ends at once: there are never more than sixteen, and never the same.

    REAL BUG THIS CATCHES: between looking and killing the process has a new child with another number, every time.
    """

    def relay():
        while os.fork() == 0:
            pass
        os._exit(0)

    def live():
        adopt_orphans()
        for _ in range(16):
            if os.fork() == 0:
                relay()
        kill_descendants(os.getpid())
        board.say(len(children_of(os.getpid())))

    assert own_process(live).wait() == 0
    assert board.read() == [0]


def test_a_stopped_process_is_ended_too(own_process, board, real):
    """REAL BUG THIS CATCHES: a signal that can wait is sent to a process that never goes on."""

    def live():
        child = os.fork()
        if child == 0:
            os.kill(os.getpid(), signal.SIGSTOP)
        real.eventually(lambda: real.state_of(child) == "T")
        board.say(kill_descendants(os.getpid()), child)

    assert own_process(live).wait() == 0
    killed, child = board.read()
    assert killed == 1
    assert not real.is_alive(child)


def test_a_crowd_is_counted_by_those_that_live(own_process, board, real):
    """REAL BUG THIS CATCHES: a suite that forks often and waits late is taken for a fork bomb."""

    def live():
        ended = [own_process(lambda: None).pid for _ in range(5)]
        living = [own_process(real.pause_for_ever).pid for _ in range(3)]
        assert real.eventually(lambda: all(real.state_of(pid) == "Z" for pid in ended))
        board.say(int(is_crowded(os.getpid(), 2)), int(is_crowded(os.getpid(), 3)))
        for pid in living:
            os.kill(pid, signal.SIGKILL)

    assert own_process(live).wait() == 0
    assert board.read() == [1, 0]
