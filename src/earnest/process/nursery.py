"""A process that does nothing but fork: it starts a child for each order, bounds it, reaps it, and answers."""

from __future__ import annotations

import contextlib
import marshal
import os
import resource
import select
import signal
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NoReturn

from .channel import Channel, ChannelClosed
from .clock import now
from .descendants import children_of, descendants_of, is_crowded, kill_descendants
from .limits import Limits, SharedPage, address_space, limit_memory
from .linux import adopt_orphans, die_with_parent

__all__ = ["IN_PLACE", "Ended", "Life", "Nursery", "Order"]

_CHUNK = 1 << 20
_BROKEN = 70
"""Exit status of a child in which the work itself raised; its answer is the traceback."""

_PATIENCE = 0.25
"""Seconds after which a nursery looks at the deadlines that its children have set themselves, and at what they started."""


class Life:
    """What a child may say to its nursery."""

    def __init__(self, page: SharedPage, writer: int) -> None:
        """Made in the child."""
        self._page = page
        self._writer = writer
        self._pid = os.getpid()

    def expect(self, seconds: float) -> None:
        """The child asks to be ended unless it has answered, or asked again, within this time."""
        if not self.is_copy:
            self._page.deadline = now() + seconds

    @property
    def is_copy(self) -> bool:
        """Whether this process is a fork of the child, made by what the child runs: nothing it finds is the answer."""
        return os.getpid() != self._pid

    def end_copy(self, status: int) -> None:
        """Ends this process if it is a copy."""
        if self.is_copy:
            os._exit(status)

    def finish(self, answer: Any) -> NoReturn:
        """Answers at once and ends the process, whatever is on the stack. A copy ends as one that failed."""
        self.end_copy(1)
        data = marshal.dumps(answer)
        if children_of(os.getpid()):
            kill_descendants(os.getpid())
        _write_all(self._writer, data)
        os._exit(0)


Work = Callable[[Any, int, Life], Any]


IN_PLACE = -1
"""The number of orders that the nursery itself carries out, before it forks again. They have no answer."""


@dataclass(frozen=True, slots=True)
class Order:
    """What the nursery is asked: run the work on this payload in a fork under these limits."""

    number: int
    payload: Any
    limits: Limits

    def message(self) -> tuple[object, ...]:
        """For a channel."""
        return (self.number, self.payload, self.limits.seconds, self.limits.memory, self.limits.processes)

    @classmethod
    def of(cls, message: tuple[Any, ...]) -> Order:
        """From a channel."""
        number, payload, seconds, memory, processes = message
        return cls(number, payload, Limits(seconds, memory, processes))


@dataclass(frozen=True, slots=True)
class Ended:
    """How a child ended."""

    number: int
    answer: Any
    """What `work` returned, or None when the child ended without an answer."""
    signal: int
    """The signal that ended it, or 0."""
    status: int
    """Its exit status when no signal ended it."""
    timed_out: bool
    seconds: float
    cpu_seconds: float
    """User and system time of the child and of the descendants that it waited for."""
    error: str = ""
    """The traceback, when the work itself raised."""

    def message(self) -> tuple[object, ...]:
        """For a channel."""
        return (
            self.number,
            self.answer,
            self.signal,
            self.status,
            self.timed_out,
            self.seconds,
            self.cpu_seconds,
            self.error,
        )

    @classmethod
    def of(cls, message: tuple[Any, ...]) -> Ended:
        """From a channel."""
        return cls(*message)


class _Child:
    """A running child as its nursery sees it."""

    __slots__ = (
        "_census",
        "_crowd",
        "_hard",
        "_page",
        "got",
        "number",
        "pid",
        "pidfd",
        "pipe",
        "slot",
        "started",
        "timed_out",
    )

    def __init__(self, order: Order, pid: int, pipe: int, slot: int, page: SharedPage) -> None:
        self.number = order.number
        self.pid = pid
        self.pipe = pipe
        self.slot = slot
        self.pidfd = os.pidfd_open(pid) if hasattr(os, "pidfd_open") else -1
        self.started = now()
        self._hard = self.started + order.limits.seconds
        self._crowd = order.limits.processes
        self._census = self.started + _PATIENCE
        self._page = page
        self.timed_out = False
        self.got = bytearray()

    @property
    def deadline(self) -> float:
        """The moment at which it will be ended."""
        own = self._page.deadline
        return min(own, self._hard) if own else self._hard

    def drain(self) -> bool:
        """Reads what is in the pipe, and tells whether more may come.

        A grandchild may hold the other end, so its end is not waited for.
        """
        try:
            while data := os.read(self.pipe, _CHUNK):
                self.got += data
        except BlockingIOError:
            return True
        return False

    def is_bomb(self, moment: float) -> bool:
        """Whether too many processes live below it. Looks seldom: most children end before the first look."""
        if not self._crowd or moment < self._census:
            return False
        self._census = moment + _PATIENCE
        return is_crowded(self.pid, self._crowd)

    def close(self) -> None:
        """Closes what the parent holds."""
        os.close(self.pipe)
        if self.pidfd >= 0:
            os.close(self.pidfd)


class Nursery:
    """Serves orders from a channel until it closes. Single-threaded: a fork must find no other thread."""

    def __init__(
        self,
        channel: Channel,
        work: Work,
        jobs: int,
        *,
        grace: float = 0.0,
        in_place: Callable[[Any], None] | None = None,
    ) -> None:
        """`work(payload, slot, life)` runs in a child and returns its answer; `slot`, from 0 to `jobs` - 1, names its place.

        When the channel closes, children have `grace` seconds to end by themselves. `in_place(payload)` carries out
        orders numbered `IN_PLACE` in this process.
        """
        self._channel = channel
        self._work = work
        self._grace = grace
        self._in_place = in_place
        self._waiting: deque[Order] = deque()
        self._children: dict[int, _Child] = {}
        self._free = list(range(jobs))[::-1]
        self._pages = [SharedPage() for _ in range(jobs)]
        self._poll = select.poll()
        self._base = address_space()
        self._older: frozenset[int] = frozenset()

    def serve(self) -> None:
        """Runs until the other side closes the channel, then ends every child."""
        adopt_orphans()
        self._older = frozenset(children_of(os.getpid()))
        self._poll.register(self._channel.fileno(), select.POLLIN)
        self._waiting.extend(map(Order.of, self._channel.buffered()))
        try:
            while True:
                self._start_waiting()
                self._wait()
        except ChannelClosed:
            self._let_end()
        finally:
            kill_descendants(os.getpid(), spare=self._older)

    def _let_end(self) -> None:
        end = now() + self._grace
        self._poll.unregister(self._channel.fileno())
        while self._children and now() < end:
            ready = {descriptor for descriptor, _ in self._poll.poll(min(self._grace * 1000, 100))}
            for child in [child for child in self._children.values() if self._has_ended(child, ready)]:
                os.waitpid(child.pid, 0)
                self._forget(child)
                del self._children[child.pid]

    def _wait(self) -> None:
        ready = {descriptor for descriptor, _ in self._poll.poll(self._patience())}
        if self._channel.fileno() in ready:
            self._waiting.extend(map(Order.of, self._channel.receive_ready()))
        moment = now()
        for child in list(self._children.values()):
            if child.pipe in ready and not child.drain():
                self._poll.unregister(child.pipe)  # a closed pipe is always ready: we would spin
            if self._has_ended(child, ready):
                self._finish(child)
            elif moment >= child.deadline and not child.timed_out:
                child.timed_out = True
                self._kill(child)
            elif child.is_bomb(moment):
                self._kill(child)

    def _patience(self) -> float | None:
        if not self._children:
            return None
        nearest = min(child.deadline for child in self._children.values())
        patience = min(max(0.0, nearest - now()) + 0.001, _PATIENCE)
        return 1000 * (patience if hasattr(os, "pidfd_open") else min(patience, 0.005))

    @staticmethod
    def _has_ended(child: _Child, ready: set[int]) -> bool:
        if child.pidfd >= 0:
            return child.pidfd in ready
        return os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None

    def _start_waiting(self) -> None:
        while self._waiting and self._free:
            order = self._waiting.popleft()
            if order.number != IN_PLACE:
                self._start(order, self._free.pop())
            elif self._in_place is not None:
                self._in_place(order.payload)

    def _start(self, order: Order, slot: int) -> None:
        self._pages[slot].reset()
        reader, writer = os.pipe()
        parent = os.getpid()
        pid = os.fork()
        if pid == 0:
            os.close(reader)
            self._live(order, slot, writer, parent)
        os.close(writer)
        os.set_blocking(reader, False)
        child = _Child(order, pid, reader, slot, self._pages[slot])
        self._children[pid] = child
        self._poll.register(child.pipe, select.POLLIN)
        if child.pidfd >= 0:
            self._poll.register(child.pidfd, select.POLLIN)

    def _live(self, order: Order, slot: int, writer: int, parent: int) -> NoReturn:
        """The whole life of a child. Never returns: the frames above belong to the forking process."""
        life = Life(self._pages[slot], writer)
        try:
            os.setsid()
            die_with_parent(parent)
            adopt_orphans()
            self._channel.close()
            for sibling in self._children.values():
                sibling.close()
            limit_memory(order.limits, self._base)
            if order.limits.processes:
                self._pages[slot].bound_forks(order.limits.processes)
            life.finish(self._work(order.payload, slot, life))
        except BaseException:  # noqa: BLE001 - nothing may escape into the frames of the forking process
            import traceback

            life.end_copy(1)
            with contextlib.suppress(BaseException):
                _write_all(writer, marshal.dumps(traceback.format_exc()))
            os._exit(_BROKEN)

    def _kill(self, child: _Child) -> None:
        below = list(descendants_of(child.pid))
        with contextlib.suppress(OSError):
            os.killpg(child.pid, signal.SIGKILL)
        for pid in (child.pid, *below):
            with contextlib.suppress(OSError):
                os.kill(pid, signal.SIGKILL)

    def _finish(self, child: _Child) -> None:
        child.drain()
        self._forget(child)
        with contextlib.suppress(OSError):
            os.killpg(child.pid, signal.SIGKILL)  # while the number is still taken
        _, status, usage = os.wait4(child.pid, 0)
        child.close()
        del self._children[child.pid]
        self._free.append(child.slot)
        self._end_strays()
        self._channel.send(_ended(child, status, usage).message())

    def _forget(self, child: _Child) -> None:
        for descriptor in (child.pipe, child.pidfd):
            with contextlib.suppress(KeyError, ValueError):
                self._poll.unregister(descriptor)

    def _end_strays(self) -> None:
        """Ends what a child left. Orphans of a living child belong to that child, so what is ours now is a stray."""
        ours = (*self._children, *self._older)
        if any(pid not in ours for pid in children_of(os.getpid())):
            kill_descendants(os.getpid(), spare=frozenset(ours))


def _ended(child: _Child, status: int, usage: resource.struct_rusage) -> Ended:
    code = os.waitstatus_to_exitcode(status)
    answer = None
    with contextlib.suppress(EOFError, ValueError, TypeError):
        answer = marshal.loads(child.got) if child.got and not child.timed_out else None
    error = answer if code == _BROKEN and isinstance(answer, str) else ""
    return Ended(
        child.number,
        None if error else answer,
        max(0, -code),
        max(0, code),
        child.timed_out,
        now() - child.started,
        usage.ru_utime + usage.ru_stime,
        error,
    )


def _write_all(descriptor: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]
