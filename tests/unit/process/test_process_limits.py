"""What a child may use, tried out in processes of their own."""

from __future__ import annotations

import os
import resource
import signal

import pytest

from earnest.process import Limits
from earnest.process.limits import SharedPage, address_space, limit_memory

MEBIBYTE = 1 << 20


def fits(size):
    """Whether so many bytes can be had."""
    try:
        return len(b"x" * size) == size
    except MemoryError:
        return False


def test_the_limit_is_what_may_be_added_to_what_is_there(own_process, board):
    """REAL BUG THIS CATCHES: the limit counts what the suite has loaded, and a large project fails in every trial."""

    def live():
        limit_memory(Limits(seconds=1, memory=64 * MEBIBYTE), address_space())
        board.say(*map(int, (fits(32 * MEBIBYTE), fits(50 << 30), fits(80 * MEBIBYTE))))

    assert own_process(live).wait() == 0
    assert board.read() == [1, 0, 0]


@pytest.mark.parametrize(("memory", "base"), [(0, address_space()), (64 * MEBIBYTE, 0)])
def test_no_limit_means_none_and_so_does_an_unknown_size(own_process, board, memory, base):
    """REAL BUG THIS CATCHES: 0 is taken for no memory at all; or, where /proc is missing, the limit is far too small."""

    def live():
        limit_memory(Limits(seconds=1, memory=memory), base)
        board.say(int(fits(128 * MEBIBYTE)), *resource.getrlimit(resource.RLIMIT_CORE))

    assert own_process(live).wait() == 0
    assert board.read() == [1, 0, 0]


def test_a_limit_of_the_user_is_never_raised(own_process, board):
    """REAL BUG THIS CATCHES: `ulimit -v` of a shared machine makes setrlimit fail in every child."""

    def live():
        base = address_space()
        resource.setrlimit(resource.RLIMIT_AS, (base + 32 * MEBIBYTE, base + 32 * MEBIBYTE))
        limit_memory(Limits(seconds=1, memory=1 << 40), base)
        board.say(int(fits(64 * MEBIBYTE)))

    assert own_process(live).wait() == 0
    assert board.read() == [0]


def test_the_limit_holds_for_what_the_child_starts(own_process, board):
    """REAL BUG THIS CATCHES: the changed program starts another one, and that takes the 50 GB."""

    def live():
        limit_memory(Limits(seconds=1, memory=64 * MEBIBYTE), address_space())
        if (child := os.fork()) == 0:
            os._exit(int(fits(128 * MEBIBYTE)))
        board.say(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))

    assert own_process(live).wait() == 0
    assert board.read() == [0]


def test_many_forks_one_after_the_other_are_no_bomb(own_process):
    """REAL BUG THIS CATCHES: a test that starts its three hundredth process is killed, and the change called a crash."""

    def live():
        SharedPage().bound_forks(5)
        for _ in range(30):
            if (child := os.fork()) == 0:
                os._exit(0)
            os.waitpid(child, 0)

    assert own_process(live).wait() == 0


def test_too_many_at_once_end_the_process_that_is_bounded(own_process, board, real):
    """The fork that is one too many happens in a grandchild with a session of its own.

    REAL BUG THIS CATCHES: the bomb kills its own group only, and the trial goes on as if nothing had happened.
    """

    def live():
        SharedPage().bound_forks(5)
        if os.fork() == 0:
            os.setsid()
            board.say(os.getpid())
            while os.fork():
                pass
        real.pause_for_ever()

    process = own_process(live)
    assert process.wait() == -signal.SIGKILL
    assert real.gone(*board.read())


def test_forks_do_not_move_the_deadline(own_process, board):
    """REAL BUG THIS CATCHES: a fork writes an old deadline back, and a test is ended in the time of the one before."""
    page = SharedPage()
    page.deadline = 1.0

    def live():
        page.bound_forks(100)
        for _ in range(3):
            if (child := os.fork()) == 0:
                page.deadline = 12.5
                os._exit(0)
            os.waitpid(child, 0)

    assert own_process(live).wait() == 0
    assert (page.forks, page.deadline) == (3, 12.5)
    page.reset()
    assert (page.forks, page.deadline) == (0, 0.0)
