"""Our side of the processes that hold the suite: start them, give them orders, hear their answers, end them."""

from __future__ import annotations

import os
import secrets
import select
import signal
import subprocess
import sys
import tempfile
import threading
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pytest

from ..errors import CollectionError, EarnestError, EngineError, PlatformError
from ..model import Project
from ..process import IN_PLACE, Channel, ChannelClosed, Ended, Limits, Order, kill_descendants, now
from ..process.descendants import children_of
from ..process.linux import adopt_orphans
from .functions import CodeKey
from .handover import SHIM
from .patterns import Pattern
from .slot import remove_tree

__all__ = ["Collection", "Zygote"]

_UNBOUNDED = Limits(seconds=10**9, memory=0, processes=0)
_ZYGOTES = ("hot", "cold", "bare")
_NO_TESTS = int(pytest.ExitCode.NO_TESTS_COLLECTED)
_LONGEST = 300
"""Characters of somebody else's message that fit into one of ours."""
_PATIENCE = 5.0
"""Seconds that the processes have to end by themselves."""


@dataclass(frozen=True, slots=True)
class Collection:
    """What the hot zygote told after it had collected the tests."""

    tests: tuple[tuple[str, str, int], ...]
    """Node id, file, line."""
    imported_lines: Mapping[str, list[int]]
    imported_codes: frozenset[tuple[str, str, int]]
    """File, qualified name and first line of the code objects that ran during import or collection."""
    functions: frozenset[CodeKey]
    """What live functions carry."""
    modules: tuple[str, ...]
    """Every module that was imported and is not the project's own, in order."""
    threads: tuple[str, ...]
    """Threads that ran beside the main one after collection."""
    neutralised: tuple[str, ...]
    seconds: float
    fixtures: frozenset[str] = frozenset()
    """Names of all fixtures that the tests use, directly or not."""
    descriptors: tuple[str, ...] = ()
    """What was open after collection and cannot be shared between forks, in words."""

    @property
    def may_fork(self) -> bool:
        """Whether tests can run in forks of the process that has collected them."""
        return not self.threads and not self.descriptors


class Zygote:
    """Owns the processes, the scratch directory and the channels; a context manager that leaves nothing behind."""

    def __init__(
        self,
        project: Project,
        *,
        jobs: int,
        arguments: tuple[str, ...],
        environment: Mapping[str, str],
        entry: str,
        bytecode: Path | None = None,
    ) -> None:
        """`entry` is the module that the first process runs; `arguments` are pytest's.

        Compiled files go to the directory `bytecode` and stay there for the next run; without it they go with this one.
        """
        self._project = project
        self._jobs = jobs
        self._arguments = arguments
        self._environment = environment
        self._entry = entry
        self._bytecode = bytecode
        self._channels: dict[str, Channel] = {}
        self._told: deque[tuple[Any, ...]] = deque()
        self._cold: set[str] = set()
        self._patterns: list[Pattern] = []
        self._number = 0
        self.scratch = ""
        self.run = secrets.token_hex(6)
        """A name for this run, for whatever its tests make elsewhere, such as databases."""
        self._spared: frozenset[int] = frozenset()

    def __enter__(self) -> Self:
        """Starts the first process and asks it for the hot zygote."""
        adopt_orphans()
        self._older = frozenset(children_of(os.getpid()))
        self.scratch = _scratch()
        theirs: dict[str, Channel] = {}
        for name in ("control", *_ZYGOTES):
            self._channels[name], theirs[name] = Channel.pair()
        descriptors = {name: channel.fileno() for name, channel in theirs.items()}
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", self._entry, str(descriptors["control"])],
            pass_fds=tuple(descriptors.values()),
            env=self._full_environment(),
            cwd=self._project.root,
            start_new_session=True,
            stdin=subprocess.DEVNULL,
        )
        for channel in theirs.values():
            channel.close()
        self._send("control", self._setup({name: descriptors[name] for name in _ZYGOTES}))
        self._send("control", Order(0, {"kind": "hot"}, _UNBOUNDED).message())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Ends everything below this process."""
        with _uninterrupted():
            for channel in self._channels.values():
                channel.close()
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(0.2 if kind is not None else _PATIENCE)
            with suppress(OSError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.kill()
            self._process.wait()
            kill_descendants(os.getpid(), spare=self._older | self._spared)
            remove_tree(self.scratch)

    def spare(self, processes: frozenset[int]) -> None:
        """Leaves these alive at the end, with all below them: they belong to others, too."""
        self._spared |= processes

    def collect(self, patience: float) -> Collection:
        """Waits for the end of the collection, `patience` seconds at most. Raises CollectionError."""
        started = now()
        last = ""
        while True:
            kind, *rest = self._next_of_collection(started + patience, last)
            if kind == "collected":
                collection = _collection(rest[0])
                if not collection.tests:
                    raise _stopped(_NO_TESTS, [], "")
                return collection
            if kind == "stopped":
                raise _stopped(*rest)
            last = rest[0]

    def start_cold(self, name: str, modules: tuple[str, ...], known: tuple[str, ...]) -> None:
        """Asks for a zygote without the project: `cold` imports `modules` first, `bare` gets none.

        `known` are the node ids of the unchanged suite. Nothing happens when it was started before.
        """
        if name in self._cold:
            return
        self._cold.add(name)
        payload = {"kind": name, "modules": modules, "known": known, "patterns": self._patterns}
        self._send("control", Order(1, payload, _UNBOUNDED).message())

    def precompile(self, patterns: list[Pattern]) -> None:
        """Has the hot zygote, and those that start later, compile these regular expressions before they fork again."""
        self._patterns = patterns
        self._send("hot", Order(IN_PLACE, {"patterns": patterns}, _UNBOUNDED).message())

    def submit(self, where: str, payload: dict[str, Any], limits: Limits) -> int:
        """Gives an order to the `hot`, `cold` or `bare` zygote; returns its number."""
        self._number += 1
        self._send(where, Order(self._number, payload, limits).message())
        return self._number

    def wait(self, timeout: float | None = None) -> list[Ended]:
        """The answers that are there, at least one unless the time (seconds) is over. Raises EngineError."""
        return [Ended.of(message) for message in self._receive(timeout)]

    def ask(self, where: str, payload: dict[str, Any], limits: Limits) -> Ended:
        """Gives one order and waits for its answer; there must be no other under way."""
        self.submit(where, payload, limits)
        while not (answers := self.wait()):
            pass
        return answers[0]

    def _receive(self, timeout: float | None) -> Iterator[Any]:
        ready, _, _ = select.select(list(self._channels.values()), [], [], timeout)
        for channel in ready:
            try:
                messages = channel.receive_ready()
            except ChannelClosed:
                raise EngineError(
                    f"The process that holds the suite is gone ({self._end_of_process()}).", cure=_RESUME
                ) from None
            if channel is self._channels["control"]:
                raise self._zygote_ended(Ended.of(messages[0]))
            yield from messages

    def _next_of_collection(self, end: float, last: str) -> tuple[Any, ...]:
        """The next message. When we were busy several come at once, and `select` knows nothing of the others."""
        hot, control = self._channels["hot"], self._channels["control"]
        while not self._told:
            ready, _, _ = select.select([hot, control], [], [], max(0.0, end - now()))
            if not ready:
                raise CollectionError(
                    f"The collection of the tests did not end in time{_while(last)}.",
                    cure="Look for code that waits at import, or set a longer `collect-seconds` in [tool.earnest].",
                )
            try:
                if hot not in ready:
                    raise _collector_ended(Ended.of(control.receive()), last)
                self._told.extend(hot.receive_ready())
            except ChannelClosed:
                raise EngineError(f"The process that collects the suite is gone ({self._end_of_process()}).") from None
        return self._told.popleft()

    def _zygote_ended(self, ended: Ended) -> EngineError:
        return EngineError(f"The process that holds the collected suite ended by {_how(ended)}.", cure=_RESUME)

    def _end_of_process(self) -> str:
        with suppress(subprocess.TimeoutExpired):
            return f"exit status {self._process.wait(1)}"
        return "still running"

    def _send(self, where: str, message: object) -> None:
        try:
            self._channels[where].send(message)
        except ChannelClosed:
            raise EngineError(
                f"The process that holds the suite is gone ({self._end_of_process()}).", cure=_RESUME
            ) from None

    def _setup(self, channels: dict[str, int]) -> dict[str, Any]:
        root = self._project.root
        return {
            "root": str(root),
            "scratch": self.scratch,
            "bytecode": str(self._bytecode or Path(self.scratch, "bytecode")),
            "arguments": list(self._arguments),
            "files": {os.path.realpath(root / source.path): source.path for source in self._project.sources},
            "jobs": self._jobs,
            "channels": channels,
        }

    def _full_environment(self) -> dict[str, str]:
        environment = {**os.environ, **self._environment}
        theirs = [os.path.abspath(entry) for entry in environment.get("PYTHONPATH", "").split(os.pathsep) if entry]
        environment["PYTHONPATH"] = os.pathsep.join([SHIM, *map(str, self._project.import_roots), *theirs])
        environment["PYTHONDONTWRITEBYTECODE"] = "1"
        environment.setdefault("PYTHONHASHSEED", "0")
        kept = Path(self.scratch) if self._bytecode is None else self._bytecode.parent
        environment["EARNEST_RUN"] = self.run
        environment["HYPOTHESIS_STORAGE_DIRECTORY"] = str(kept / "hypothesis")
        return environment


def _scratch() -> str:
    """A name for the scratch directory. The first process makes it, and removes it even if this one is killed."""
    try:
        directory = tempfile.gettempdir()
    except FileNotFoundError as error:
        raise PlatformError(f"{error.strerror}.", cure="Set TMPDIR to a directory that can be written to.") from error
    return os.path.abspath(os.path.join(directory, f"earnest-{secrets.token_hex(8)}"))


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """A second Ctrl-C must not stop the clean-up half-way. Python allows this in the main thread only."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before or signal.SIG_DFL)


_RESUME = "Run the same command again: it goes on where this run stopped."


def _how(ended: Ended) -> str:
    return f"signal {ended.signal}" if ended.signal else f"exit status {ended.status}"


def _while(last: str) -> str:
    return f" while pytest collected {last}" if last else ""


def _collector_ended(ended: Ended, last: str) -> EarnestError:
    if ended.error:
        return EngineError(f"The process that collects the tests broke: {ended.error}")
    return CollectionError(
        f"The process that collects the tests ended by {_how(ended)}{_while(last)}.",
        cure="Mend what ends it at import: run `pytest --collect-only`.",
    )


def _collection(found: dict[str, Any]) -> Collection:
    return Collection(
        tests=tuple(map(tuple, found["tests"])),
        imported_lines=found["imported"],
        imported_codes=frozenset(map(tuple, found["codes"])),
        functions=frozenset(map(tuple, found["functions"])),
        modules=tuple(found["modules"]),
        threads=tuple(found["threads"]),
        descriptors=tuple(found["descriptors"]),
        neutralised=tuple(found["neutralised"]),
        fixtures=frozenset(found["fixtures"]),
        seconds=found["seconds"],
    )


def _stopped(exit_code: int, errors: list[tuple[str, str]], log: str) -> CollectionError:
    """The error for a collection that did not reach the tests."""
    if errors:
        places = "; ".join(f"{node}: {_last_line(text)}" for node, text in errors[:5])
        more = f" (and {len(errors) - 5} more)" if len(errors) > 5 else ""
        return CollectionError(
            f"pytest could not collect {places}{more}.", cure="Mend that first: run `pytest --collect-only`."
        )
    if exit_code == _NO_TESTS:
        return CollectionError(
            "pytest collected no tests.", cure="Name their directory with `tests` in [tool.earnest]."
        )
    return CollectionError(
        f"pytest ended with exit code {exit_code} before it had collected the tests: {_last_line(log)}."
    )


def _last_line(text: str) -> str:
    lines = [line.strip() for line in text.strip().splitlines() if line.strip()]
    telling = [line.removeprefix("E").strip() for line in lines if line.startswith("E ") or ": error: " in line]
    last = (telling or lines or ["no output"])[-1].rstrip(".")
    return last if len(last) <= _LONGEST else f"{last[:_LONGEST]}…"
