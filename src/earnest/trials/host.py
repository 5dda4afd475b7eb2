"""The first process below ours: it has pytest but none of the project's modules, and forks the hot and the cold zygote.

Run as `python -m earnest.trials.host DESCRIPTOR` with the control channel at that descriptor.
"""

from __future__ import annotations

import gc
import importlib
import os
import socket
import sys
import threading
from collections.abc import Callable
from typing import Any, NoReturn

import pytest

from ..process import Channel, Life, Nursery, now
from ..process.linux import die_with_parent
from ..suite.collection import SuitePlugin, collect, quieten, settle
from ..suite.descriptors import Held
from ..suite.functions import FunctionIndex
from ..suite.measure import measure, repeat
from ..suite.patterns import precompile
from ..suite.recorder import LineRecorder, recorder
from ..suite.slot import Slot, remove_tree
from ..suite.warmth import warm
from .inside import ColdTrial, hot_trial, loaded_paths

__all__ = ["main"]

_LOG_TAIL = 4000
_TOO_LATE = 99
"""Exit status of a cold zygote that would have gone too far: conftest files or plugins import the project."""


class _Host:
    """What both zygotes know."""

    def __init__(self, setup: dict[str, Any]) -> None:
        self.root: str = setup["root"]
        self.scratch: str = setup["scratch"]
        self.arguments: list[str] = setup["arguments"]
        self.files: dict[str, str] = setup["files"]
        self.jobs: int = setup["jobs"]
        self.cache_directory = os.path.join(self.scratch, "cache")
        self._channels: dict[str, int] = setup["channels"]
        # Test modules are compiled once for all processes to come, and not beside the user's files.
        sys.pycache_prefix = setup["bytecode"]
        sys.dont_write_bytecode = False
        os.chdir(self.root)

    def work(self, payload: dict[str, Any], _slot: int, _life: Life) -> None:
        """The life of a zygote, in a fork."""
        kind = payload["kind"]
        for other, descriptor in self._channels.items():
            if other != kind:
                os.close(descriptor)
        channel = Channel(socket.socket(fileno=self._channels[kind]))
        if kind == "hot":
            _HotZygote(self, channel).live()
        else:
            _ColdZygote(self, channel, payload).live()

    def log_to(self, name: str) -> str:
        """Sends what this process prints to a file in the scratch directory, and returns its path."""
        path = os.path.join(self.scratch, name)
        log = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        null = os.open(os.devnull, os.O_RDONLY)
        for descriptor, source in ((0, null), (1, log), (2, log)):
            os.dup2(source, descriptor)
        os.close(log)
        os.close(null)
        return path


class _HotZygote:
    """Collects the suite once and forks for the baseline and for each hot trial."""

    def __init__(self, host: _Host, channel: Channel) -> None:
        self._host = host
        self._channel = channel
        self._lines: LineRecorder = recorder(host.files)

    def live(self) -> None:
        """Until the channel closes."""
        self._started = now()
        self._held = Held.now()
        log = self._host.log_to("collection.log")
        self._lines.start()
        plugin = SuitePlugin(serve=self._serve, watch=lambda node: self._channel.send(("collecting", node)))
        self._told = plugin.collected
        collected = collect(self._host.arguments, plugin, cache_directory=self._host.cache_directory)
        if not collected.reached:
            self._channel.send(("stopped", collected.exit_code, collected.errors, _tail(log)))

    def _serve(self, session: pytest.Session) -> None:
        codes = [
            (self._lines.key(code.co_filename), code.co_qualname, code.co_firstlineno)
            for code in self._lines.codes.values()
        ]
        imported = {file: sorted(lines) for file, lines in self._lines.take().items()}
        self._lines.stop()
        quieten(session)
        settle(session)
        warm(session)
        index = FunctionIndex(self._lines.key)
        found = {
            "codes": codes,
            "imported": imported,
            "neutralised": self._told.neutralised,
            "seconds": now() - self._started,
        }
        self._channel.send(("collected", {**found, **self._describe(session, index)}))
        gc.collect()
        gc.freeze()
        work = _HotWork(self._host, session, index)
        Nursery(self._channel, work, self._host.jobs, in_place=lambda order: precompile(order["patterns"])).serve()

    def _describe(self, session: pytest.Session, index: FunctionIndex) -> dict[str, Any]:
        root = self._host.root
        return {
            "tests": [
                (item.nodeid, os.path.relpath(item.path, root), (item.location[1] or 0) + 1) for item in session.items
            ],
            "functions": index.keys(),
            "fixtures": sorted({name for item in session.items for name in getattr(item, "fixturenames", ())}),
            "modules": _foreign_modules(root),
            "threads": [thread.name for thread in threading.enumerate() if thread is not threading.main_thread()],
            "descriptors": self._held.since(),
            "active": _active_plugins(session),
        }


class _HotWork:
    """One order of the hot zygote, in a fork."""

    def __init__(self, host: _Host, session: pytest.Session, index: FunctionIndex) -> None:
        self._host = host
        self._session = session
        self._index = index

    def __call__(self, order: dict[str, Any], number: int, life: Life) -> Any:
        slot = Slot(self._host.scratch, number)
        slot.enter()
        slot.use_for(self._session.config)
        if order["kind"] == "baseline":
            return measure(self._session, self._host.files, slot, self._lines())
        if order["kind"] == "repeat":
            return repeat(self._session, order["order"], self._lines())
        return hot_trial(self._session, self._index, order, slot, life)

    def _lines(self) -> LineRecorder:
        lines = recorder(self._host.files)
        lines.start()
        return lines


class _ColdZygote:
    """Has the third-party modules that the suite needs, but nothing of the project, and forks for each cold trial."""

    def __init__(self, host: _Host, channel: Channel, payload: dict[str, Any]) -> None:
        self._host = host
        self._channel = channel
        self._modules: list[str] = payload["modules"]
        self._patterns = payload["patterns"]
        self._trial = ColdTrial(host.arguments, frozenset(payload["known"]), host.cache_directory, host.files)

    def live(self) -> None:
        """Until the channel closes.

        A fork goes ahead up to the collection, and serves if that imports no project code and leaves nothing behind that
        forks cannot share.
        """
        self._host.log_to("cold.log")
        self._held = Held.now()
        for name in self._modules:
            _preload(name)
        precompile(self._patterns)
        parent = os.getpid()
        ahead = os.fork()
        if ahead == 0:
            die_with_parent(parent)
            self._go_ahead()
        _, status = os.waitpid(ahead, 0)
        if os.waitstatus_to_exitcode(status) == _TOO_LATE:
            self._nursery(self._trial.from_scratch).serve()

    def _go_ahead(self) -> NoReturn:
        """Starts pytest and stops where it would begin to collect: each trial saves that much."""

        def before(session: pytest.Session) -> None:
            quieten(session)  # first: pytest's own capture holds files open, too
            is_late = not loaded_paths().isdisjoint(self._host.files)
            if is_late or threading.active_count() > 1 or self._held.since():
                os._exit(_TOO_LATE)
            work = lambda order, slot, life: self._trial.in_session(session, plugin, order, slot, life)  # noqa: E731 - names what the nursery is given
            self._nursery(work).serve()
            os._exit(0)

        plugin = SuitePlugin(before=before)
        try:
            collect(self._host.arguments, plugin, cache_directory=self._host.cache_directory)
        finally:
            os._exit(_TOO_LATE)

    def _nursery(self, trial: Callable[[dict[str, Any], Slot, Life], Any]) -> Nursery:
        def work(order: dict[str, Any], number: int, life: Life) -> Any:
            slot = Slot(self._host.scratch, number)
            slot.enter()
            return trial(order, slot, life)

        self._trial.loaded = loaded_paths()
        gc.collect()
        gc.freeze()
        return Nursery(self._channel, work, self._host.jobs)


def _preload(name: str) -> None:
    try:
        importlib.import_module(name)
    except BaseException:  # noqa: BLE001 - the suite itself will import it again, and meet the same error where it belongs
        sys.modules.pop(name, None)


def _foreign_modules(root: str) -> list[str]:
    """The imported modules that do not lie in the project, in the order of their import.

    Plugins of pytest are left to pytest: it warns about those that it finds imported already.
    """
    plugins = {name.split(".")[0] for finder in sys.meta_path for name in getattr(finder, "_must_rewrite", ())}
    return [
        name
        for name, module in list(sys.modules.items())
        if name.split(".")[0] not in plugins
        and (origin := getattr(getattr(module, "__spec__", None), "origin", None))
        and name != "__main__"
        and not name.startswith(("earnest.", "conftest"))
        and ("-packages" in origin or not os.path.realpath(origin).startswith(root + os.sep))
    ]


def _active_plugins(session: pytest.Session) -> list[str]:
    """Distributions of the third-party plugins that take part."""
    return sorted({dist.project_name for _, dist in session.config.pluginmanager.list_plugin_distinfo()})


def _tail(path: str) -> str:
    sys.stdout.flush()
    sys.stderr.flush()
    with open(path, encoding="utf-8", errors="replace") as log:
        return log.read()[-_LOG_TAIL:]


def main() -> NoReturn:
    """Serves until the control channel closes, then removes the scratch directory and ends."""
    control = Channel(socket.socket(fileno=int(sys.argv[1])))
    setup = control.receive()
    try:
        os.mkdir(setup["scratch"], 0o700)
        host = _Host(setup)
        Nursery(control, host.work, jobs=len(setup["channels"]), grace=3.0).serve()
    finally:
        remove_tree(setup["scratch"])
    os._exit(0)


if __name__ == "__main__":
    main()
