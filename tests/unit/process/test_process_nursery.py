"""A nursery in a process of its own: what it is asked, what it answers, what it leaves."""

from __future__ import annotations

import contextlib
import faulthandler
import os
import signal
import subprocess
import threading
from pathlib import Path

import pytest

from earnest.process import ChannelClosed, kill_descendants
from earnest.process.descendants import children_of

MEBIBYTE = 1 << 20


def test_a_child_answers_what_its_work_returns(nursery):
    """REAL BUG THIS CATCHES: an answer goes to the wrong question, or None to a question that was answered."""
    asked = nursery(lambda payload, _slot, _life: [payload, payload * 2])
    numbers = {asked.order(payload): payload for payload in (1, 2, 3)}
    for _ in numbers:
        ended = asked.ended()
        assert ended.answer == [numbers[ended.number], numbers[ended.number] * 2]
        assert (ended.signal, ended.status, ended.timed_out, ended.error) == (0, 0, False, "")
    assert asked.close() == 0


def test_at_most_so_many_live_at_once_and_each_has_a_place(nursery, board):
    """REAL BUG THIS CATCHES: two children share a scratch directory, or a third one starts beside two that fill the CPUs."""
    reader, writer = os.pipe()

    def work(_payload, slot, _life):
        board.say(slot)
        os.read(reader, 1)
        return slot

    asked = nursery(work, jobs=2)
    for _ in range(4):
        asked.order()
    assert sorted(board.read() + board.read()) == [0, 1]
    assert len(children_of(asked.process.pid)) == 2
    os.write(writer, b"....")
    assert {asked.ended().answer for _ in range(4)} == {0, 1}
    os.close(reader)
    os.close(writer)


def test_an_answer_may_be_larger_than_a_pipe(nursery):
    """REAL BUG THIS CATCHES: child and nursery wait for each other: the pipe is full and nobody reads until the child ends."""
    asked = nursery(lambda payload, _slot, _life: b"x" * payload)
    assert len(asked.ask(5 * MEBIBYTE).answer) == 5 * MEBIBYTE


def fail(_payload, _slot, _life):
    """Work that breaks."""
    raise LookupError("the work broke")


def test_work_that_breaks_says_where(nursery):
    """REAL BUG THIS CATCHES: a bug of ours in a child looks like a change that crashed the test."""
    ended = nursery(fail).ask()
    assert (ended.answer, ended.status) == (None, 70)
    assert ended.error.startswith("Traceback")
    assert "LookupError: the work broke" in ended.error


def test_an_answer_that_cannot_be_sent_is_a_broken_work(nursery):
    """REAL BUG THIS CATCHES: the child dies silently, and the change is counted as a crash."""
    assert "ValueError" in nursery(lambda _payload, _slot, _life: object()).ask().error


@pytest.mark.parametrize(
    ("leave", "status", "number"),
    [
        (lambda: os._exit(0), 0, 0),
        (lambda: os._exit(3), 3, 0),
        (lambda: os.kill(os.getpid(), signal.SIGTERM), 0, signal.SIGTERM),
        (lambda: (faulthandler.disable(), os.abort()), 0, signal.SIGABRT),
        (lambda: os.killpg(0, signal.SIGKILL), 0, signal.SIGKILL),
    ],
    ids=["exit 0", "exit 3", "SIGTERM", "abort", "the whole group"],
)
def test_a_child_that_goes_without_an_answer_tells_how(nursery, leave, status, number):
    """REAL BUG THIS CATCHES: `os._exit(0)` counts as an answer, or killing the group reaches the nursery."""
    asked = nursery(lambda payload, _slot, _life: leave() if payload else "alive")
    ended = asked.ask(1)
    assert (ended.answer, ended.status, ended.signal) == (None, status, number)
    assert asked.ask(0).answer == "alive"


def test_a_child_that_answers_early_leaves_at_once(nursery):
    """REAL BUG THIS CATCHES: `finally` blocks of the changed code run after the verdict, and never end."""

    def work(_payload, _slot, life):
        try:
            life.finish("early")
        finally:
            signal.pause()

    assert nursery(work).ask().answer == "early"


def test_a_child_that_takes_too_long_is_ended_with_its_daemons(nursery, board, real):
    """REAL BUG THIS CATCHES: the child is killed at its limit, and the daemons it made go on eating the CPU."""

    def work(_payload, _slot, _life):
        board.say(os.getpid(), real.start_daemon(), real.start_daemon())
        real.pause_for_ever()

    ended = nursery(work).ask(seconds=1)
    assert (ended.timed_out, ended.answer, ended.signal) == (True, None, signal.SIGKILL)
    assert not any(map(real.is_alive, board.read()))


def test_a_child_that_blocks_every_signal_is_ended_all_the_same(nursery):
    """REAL BUG THIS CATCHES: SIGTERM is tried first, and waited for."""

    def work(_payload, _slot, _life):
        signal.pthread_sigmask(signal.SIG_BLOCK, set(signal.Signals))
        signal.pause()

    ended = nursery(work).ask(seconds=0.3)
    assert (ended.timed_out, ended.answer) == (True, None)


def test_a_child_may_set_itself_a_nearer_limit_and_move_it(nursery, real):
    """REAL BUG THIS CATCHES: the first of a hundred tests hangs, and the trial waits as long as all hundred may take."""

    def work(payload, _slot, life):
        life.expect(30)
        life.expect(0.3)
        if payload == "move on":
            life.expect(30)
            threading.Event().wait(0.6)
            return "in time"
        return real.pause_for_ever()

    asked = nursery(work)
    assert asked.ask("hang", seconds=1_000_000).timed_out
    assert asked.ask("move on").answer == "in time"


def test_a_limit_that_a_child_set_itself_is_not_that_of_the_next(nursery):
    """REAL BUG THIS CATCHES: the page of a place keeps the deadline of the trial before, and the next one is cut off."""

    def work(payload, _slot, life):
        if payload == "short":
            life.expect(0.2)
        else:
            threading.Event().wait(0.8)
        return payload

    asked = nursery(work)
    assert asked.ask("short").answer == "short"
    assert asked.ask("long").answer == "long"


@pytest.mark.parametrize("crash", [False, True], ids=["answered", "crashed"])
def test_what_a_child_leaves_is_ended_and_what_a_living_one_has_is_not(nursery, board, real, crash):
    """REAL BUG THIS CATCHES: one trial ends, its clean-up kills the server process of the trial beside it."""
    reader, writer = os.pipe()

    def work(payload, _slot, _life):
        daemon = real.start_daemon()
        board.say(daemon)
        if payload == "stay":
            os.read(reader, 1)
            return real.is_alive(daemon)
        return os._exit(1) if crash else "left"

    asked = nursery(work, jobs=2)
    asked.order("stay")
    (theirs,) = board.read()
    assert asked.ask("leave").answer == (None if crash else "left")
    (left,) = board.read()
    assert not real.is_alive(left)
    assert real.is_alive(theirs)
    os.write(writer, b".")
    assert asked.ended().answer is True
    assert real.gone(theirs)
    os.close(reader)
    os.close(writer)


def test_what_a_child_leaves_when_it_crashes_is_reaped(nursery, board, real):
    """REAL BUG THIS CATCHES: orphans of crashed trials pile up as zombies below the nursery until it cannot fork."""

    def work(_payload, _slot, _life):
        board.say(real.start_daemon())
        os._exit(1)

    asked = nursery(work)
    for _ in range(3):
        asked.ask()
        (daemon,) = board.read()
        assert not real.is_alive(daemon)
        assert children_of(asked.process.pid) == []


def test_processes_that_are_older_than_the_nursery_are_spared(nursery, board, real):
    """REAL BUG THIS CATCHES: a helper that the project starts at import is killed after the first trial."""

    def before():
        child = os.fork()
        if child == 0:
            real.pause_for_ever()
        board.say(child)

    asked = nursery(lambda _payload, _slot, _life: real.start_daemon(), before=before)
    (older,) = board.read()
    assert not real.is_alive(asked.ask().answer)
    assert children_of(asked.process.pid) == [older]
    assert asked.close() == 0
    assert real.is_alive(older)
    os.kill(older, signal.SIGKILL)


def test_a_fork_of_the_child_does_not_answer_for_it(nursery):
    """REAL BUG THIS CATCHES: a test forks, the copy runs on to the end of the trial, and its verdict comes first."""

    def work(_payload, _slot, _life):
        copy = os.fork()
        if copy == 0:
            return "the copy's"
        return os.waitstatus_to_exitcode(os.waitpid(copy, 0)[1])

    assert nursery(work).ask().answer == 1


@pytest.mark.parametrize(("well", "status"), [(True, 0), (False, 1)])
def test_a_fork_of_the_child_ends_as_well_as_it_did(nursery, well, status):
    """REAL BUG THIS CATCHES: whoever waits for the copy sees another exit status than under plain pytest."""

    def work(_payload, _slot, life):
        copy = os.fork()
        if copy == 0:
            life.expect(0.0)
            if well:
                life.end_copy(0)
            raise LookupError("in the copy")
        life.end_copy(5)
        return os.waitstatus_to_exitcode(os.waitpid(copy, 0)[1])

    assert nursery(work).ask().answer == status


def test_a_nursery_sleeps_beside_a_child_that_has_closed_everything(nursery, real):
    """What becomes a daemon closes all descriptors, that of the answer among them.

    REAL BUG THIS CATCHES: a closed pipe is always ready to be read, and the nursery spins until the child ends.
    """

    def work(_payload, _slot, _life):
        os.closerange(3, 256)
        real.pause_for_ever()

    asked = nursery(work)
    assert asked.ask(seconds=1.5).timed_out
    fields = Path(f"/proc/{asked.process.pid}/stat").read_text().rpartition(")")[2].split()
    assert (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK") < 0.5  # CPU time, user and system


def test_an_answer_that_has_lost_its_pipe_is_a_broken_work(nursery):
    """REAL BUG THIS CATCHES: the answer goes into a file that the test has opened under the number of the pipe."""

    def work(_payload, _slot, _life):
        os.closerange(3, 256)
        return "unheard"

    ended = nursery(work).ask()
    assert (ended.answer, ended.status, ended.signal) == (None, 70, 0)


def test_a_crowd_of_other_programs_is_ended(nursery, board, real):
    """Our audit hook does not follow into another program, so the nursery takes a census.

    REAL BUG THIS CATCHES: a program that starts itself again and again fills the machine until its time is over.
    """

    def work(_payload, _slot, _life):
        started = [subprocess.Popen(["sleep", "1000"], start_new_session=True) for _ in range(8)]
        board.say(*(process.pid for process in started))
        real.pause_for_ever()

    ended = nursery(work).ask(processes=5)
    assert (ended.signal, ended.timed_out) == (signal.SIGKILL, False)
    assert real.gone(*board.read())


def test_a_child_has_the_memory_that_its_order_says(nursery):
    """REAL BUG THIS CATCHES: the limit is set in the nursery, where it adds up, or not at all."""

    def work(payload, _slot, _life):
        with contextlib.suppress(MemoryError):
            return len(b"x" * payload)

    asked = nursery(work)
    assert asked.ask(200 * MEBIBYTE, memory=64 * MEBIBYTE).answer is None
    assert asked.ask(200 * MEBIBYTE, memory=512 * MEBIBYTE).answer == 200 * MEBIBYTE
    assert asked.ask(200 * MEBIBYTE).answer == 200 * MEBIBYTE


def test_a_closed_channel_ends_everything(nursery, board, real):
    """REAL BUG THIS CATCHES: the command is killed, and its trials run on to their limits."""

    def work(_payload, _slot, _life):
        board.say(os.getpid(), real.start_daemon())
        real.pause_for_ever()

    asked = nursery(work, jobs=2)
    asked.order()
    asked.order()
    victims = board.read() + board.read()
    assert asked.close() == 0
    assert not any(map(real.is_alive, victims))


def test_a_closed_channel_leaves_time_to_those_that_end_by_themselves(nursery, board):
    """REAL BUG THIS CATCHES: a zygote is killed in the middle of its own clean-up, and leaves what it had started."""
    reader, writer = os.pipe()

    def work(_payload, _slot, _life):
        board.say(1)
        os.read(reader, 1)
        board.say(2)

    asked = nursery(work, grace=60)
    asked.order()
    assert board.read() == [1]
    asked.channel.close()
    threading.Event().wait(0.3)  # room for a nursery that gives none
    os.write(writer, b".")
    assert board.read() == [2]
    assert asked.process.wait() == 0
    os.close(reader)
    os.close(writer)


def test_a_killed_nursery_takes_its_children_along(nursery, board, real):
    """REAL BUG THIS CATCHES: the kernel runs out of memory, takes the zygote, and its trials run on without a limit."""

    def work(_payload, _slot, _life):
        board.say(os.getpid())
        real.pause_for_ever()

    asked = nursery(work, jobs=2)
    asked.order()
    asked.order()
    children = board.read() + board.read()
    os.kill(asked.process.pid, signal.SIGKILL)
    assert real.gone(*children)
    with pytest.raises(ChannelClosed):
        asked.channel.receive()


def test_a_child_cannot_hear_or_disturb_the_others(nursery):
    """REAL BUG THIS CATCHES: a child inherits the channel, and a changed `closerange` or read takes orders away."""

    held_before = AMBIENT

    def work(_payload, _slot, _life):
        sockets = sorted(open_sockets() - held_before)
        return [sockets, os.getsid(0) == os.getpid(), os.getpgid(0) == os.getpid()]

    assert nursery(work, jobs=2).ask().answer == [[], True, True]


def open_sockets():
    """What the socket descriptors of this process lead to."""
    found = set()
    for number in os.listdir("/proc/self/fd"):
        with contextlib.suppress(OSError):  # the descriptor that listed them
            found.add(os.readlink(f"/proc/self/fd/{number}"))
    return {target for target in found if target.startswith("socket:")}


AMBIENT = open_sockets()
"""Whoever started pytest may have left some open."""


def test_the_killer_leaves_the_caller_alone(own_process, board):
    """REAL BUG THIS CATCHES: ending what lies below a process ends the process itself."""

    def live():
        board.say(kill_descendants(os.getpid()))

    assert own_process(live).wait() == 0
    assert board.read() == [0]
