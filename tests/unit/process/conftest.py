"""Real processes, and ways to see from outside what became of them."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from earnest.process import Channel, Ended, Limits, Nursery, Order, kill_descendants

PATIENCE = 60.0
"""Seconds: a guard against a hang, never a measure of speed."""


def state_of(pid):
    """The state letter of a process, or an empty text when there is none."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return ""


def is_alive(pid):
    """Whether it runs, sleeps or is stopped; one that only waits to be reaped does not live."""
    return state_of(pid) not in ("", "Z", "X")


def eventually(condition):
    """Whether the condition comes true; gives way to other processes between two looks."""
    end = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > end:
            return False
        select.select([], [], [], 0.005)
    return True


def gone(*pids):
    """Whether none of these processes lives any more, sooner or later."""
    return eventually(lambda: not any(map(is_alive, pids)))


def pause_for_ever():
    """What a process does that somebody else has to end."""
    while True:
        signal.pause()


def start_daemon():
    """Forks twice, each time with a session of its own, and returns the id of the process that nobody waits for."""
    reader, writer = os.pipe()
    middle = os.fork()
    if middle == 0:
        os.setsid()
        daemon = os.fork()
        if daemon == 0:
            os.setsid()
            pause_for_ever()
        os.write(writer, str(daemon).encode())
        os._exit(0)
    os.waitpid(middle, 0)
    daemon = int(os.read(reader, 20))
    os.close(reader)
    os.close(writer)
    return daemon


@pytest.fixture
def real():
    """The functions above; test modules cannot import from here."""
    functions = (eventually, gone, is_alive, pause_for_ever, start_daemon, state_of)
    return SimpleNamespace(**{function.__name__: function for function in functions})


class InOwnProcess:
    """A function that runs in a fork of the test, which can end it."""

    def __init__(self, function):
        self.pid = os.fork()
        if self.pid == 0:
            with contextlib.suppress(BaseException):
                function()
                os._exit(0)
            os._exit(1)
        self._code = None

    def wait(self):
        """Its exit status, negative for a signal."""
        assert eventually(self._has_ended)
        return self._code

    def end(self):
        """Kills it, and what is below it, if it is still there."""
        if not self._has_ended():
            kill_descendants(self.pid)
            os.kill(self.pid, signal.SIGKILL)
            self.wait()

    def _has_ended(self):
        if self._code is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            self._code = os.waitstatus_to_exitcode(status) if pid else None
        return self._code is not None


@pytest.fixture
def own_process():
    """A function that runs another in a process of its own, and ends it with the test."""
    started = []

    def start(function):
        started.append(InOwnProcess(function))
        return started[-1]

    yield start
    for process in started:
        process.end()


class Asked:
    """A nursery in a process of its own, and our end of its channel."""

    def __init__(self, own_process, work, jobs, grace, before):
        ours, theirs = Channel.pair()

        def live():
            ours.close()
            before()
            Nursery(theirs, work, jobs, grace=grace).serve()

        self.process = own_process(live)
        theirs.close()
        self.channel = ours
        self._number = 0

    def order(self, payload=None, *, seconds=PATIENCE, memory=0, processes=0):
        """Asks and does not wait; returns the number."""
        self._number += 1
        self.channel.send(Order(self._number, payload, Limits(seconds, memory, processes)).message())
        return self._number

    def ended(self):
        """The next that has ended."""
        assert select.select([self.channel], [], [], PATIENCE)[0], "no answer"
        return Ended.of(self.channel.receive())

    def ask(self, payload=None, **limits):
        """Asks and waits."""
        self.order(payload, **limits)
        return self.ended()

    def close(self):
        """Closes the channel and returns the exit status of the nursery."""
        self.channel.close()
        return self.process.wait()


@pytest.fixture
def nursery(own_process):
    """A function that starts a nursery; `work` takes the payload, the slot and the life."""
    started = []

    def start(work, jobs=1, *, grace=0.0, before=lambda: None):
        started.append(Asked(own_process, work, jobs, grace, before))
        return started[-1]

    yield start
    for asked in started:
        asked.channel.close()


@pytest.fixture
def pair():
    """Two connected ends."""
    ends = Channel.pair()
    yield ends
    for end in ends:
        end.close()


class Board:
    """A pipe on which processes say who they are."""

    def __init__(self):
        self.reader, self.writer = os.pipe()
        self._rest = b""

    def say(self, *numbers):
        """Writes numbers; short enough to arrive whole."""
        os.write(self.writer, " ".join(map(str, numbers)).encode() + b"\n")

    def read(self):
        """The numbers of the next line."""
        while b"\n" not in self._rest:
            assert select.select([self.reader], [], [], PATIENCE)[0], "nobody says anything"
            self._rest += os.read(self.reader, 4096)
        line, _, self._rest = self._rest.partition(b"\n")
        return list(map(int, line.split()))


@pytest.fixture
def board():
    """One board."""
    made = Board()
    yield made
    os.close(made.reader)
    os.close(made.writer)
