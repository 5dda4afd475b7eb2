"""What happens inside the child of a trial: the change is put in place, the chosen tests run, the answer leaves."""

from __future__ import annotations

import marshal
import os
import sys
import threading
from collections.abc import Sequence
from typing import Any

import pytest

from ..process import Life
from ..suite import arming
from ..suite.collection import Collected, SuitePlugin, collect, quieten, settle
from ..suite.functions import FunctionIndex
from ..suite.measure import measure, repeat
from ..suite.recorder import recorder
from ..suite.runner import ItemRunner, tear_down_all
from ..suite.slot import Slot
from .loops import install

__all__ = ["Answer", "ColdTrial", "hot_trial", "loaded_paths"]

_ANY_COLLECTION = "the collection of the tests"

Answer = tuple[str, str, int]
"""How the tests ended (`passed`, `failed`, `broken-off`, `expired`, `unviable`), the deciding node id or the reason,
and how many tests ran."""


def hot_trial(session: pytest.Session, index: FunctionIndex, order: dict[str, Any], slot: Slot, life: Life) -> Answer:
    """Assigns the changed code objects and runs the tests, in a fork of the process that has collected them."""
    _arm(order, slot)
    install(order["bound"], lambda: _expire(life))
    for key, code in order["codes"]:
        index.assign(key, marshal.loads(code))
    items = [session.items[number] for number in order["tests"]]
    return _run(session, items, order["seconds"], life)


class ColdTrial:
    """Imports everything anew with the change in place and runs the tests, in a fork that holds nothing of the project."""

    def __init__(
        self, arguments: list[str], known: frozenset[str], cache_directory: str, files: dict[str, str]
    ) -> None:
        """`known` are the node ids of the unchanged suite, `files` maps real paths to project-relative ones."""
        self._arguments = arguments
        self._known = known
        self._cache_directory = cache_directory
        self._files = files
        self._lines = recorder(files)
        self.loaded: frozenset[str] = frozenset()
        """Real paths of the modules that every fork finds: to be set by the process that forks, as looking takes long."""

    def in_session(
        self, session: pytest.Session, plugin: SuitePlugin, order: dict[str, Any], slot: Slot, life: Life
    ) -> Any:
        """In a fork of a session that has its configuration, but has collected nothing yet."""
        self._prepare(plugin, order, slot, life)
        try:
            session.perform_collect()
        except BaseException:  # noqa: BLE001 - SystemExit of a changed module, usage errors: no plain run could pass
            return ("failed", _ANY_COLLECTION, 0)
        return self._run_collected(session, order, slot, life)

    def from_scratch(self, order: dict[str, Any], slot: Slot, life: Life) -> Any:
        """With a pytest session of its own, where conftest files import the project."""
        plugin = SuitePlugin(serve=lambda session: life.finish(self._run_collected(session, order, slot, life)))
        self._prepare(plugin, order, slot, life)
        return _never_ran(collect(self._arguments, plugin, cache_directory=self._cache_directory))

    def _prepare(self, plugin: SuitePlugin, order: dict[str, Any], slot: Slot, life: Life) -> None:
        sys.dont_write_bytecode = True
        if order["kind"] != "cold":
            self._lines.start()
        plugin.only = frozenset(order["files"]) if order["files"] is not None else None
        plugin.on_error = lambda node: life.finish(("failed", node, 0))
        life.expect(order["collection"])
        if order["path"]:
            if order["path"] in self.loaded:
                life.finish(
                    ("unviable", "pytest or one of its plugins imports this module before any change can be made", 0)
                )
            _arm(order, slot)

    def _run_collected(self, session: pytest.Session, order: dict[str, Any], slot: Slot, life: Life) -> Any:
        quieten(session)
        settle(session)
        slot.use_for(session.config)
        if order["kind"] == "baseline":
            return measure(session, self._files, slot, self._lines)
        if order["kind"] == "repeat":
            return repeat(session, order["order"], self._lines)
        by_id = {item.nodeid: item for item in session.items}
        budgets = dict(zip(order["tests"], order["seconds"], strict=True))
        chosen = [by_id[node] for node in order["tests"] if node in by_id]
        # Tests that exist only because of the change, such as new parameters, run behind the others.
        chosen += [item for item in session.items if item.nodeid not in self._known]
        default = max(order["seconds"], default=0.0)
        return _run(session, chosen, [budgets.get(item.nodeid, default) for item in chosen], life)


def loaded_paths() -> frozenset[str]:
    """The real paths of the modules of this process."""
    files = (getattr(module, "__file__", None) for module in list(sys.modules.values()))
    return frozenset(os.path.realpath(file) for file in files if file is not None)


def _arm(order: dict[str, Any], slot: Slot) -> None:
    arming.arm(order["path"], order["text"])
    if order["shim"]:
        slot.order({"kind": "change", "arming": arming.__file__, "path": order["path"], "text": order["text"]})


def _expire(life: Life) -> None:
    """Not in a process that the test has forked: who started it decides how long it may run."""
    if not life.is_copy:
        life.finish(("expired", _current_test(), 0))


def _current_test() -> str:
    return os.environ.get("PYTEST_CURRENT_TEST", "").rpartition(" ")[0]


def _never_ran(collected: Collected) -> Answer:
    """The change broke the collection itself, which no one can overlook."""
    node = collected.errors[0][0] if collected.errors else ""
    return ("failed", node or _ANY_COLLECTION, 0)


def _run(session: pytest.Session, items: Sequence[pytest.Item], budgets: Sequence[float], life: Life) -> Answer:
    """One test after the other, each within its own time (seconds), up to the first that fails."""
    runner = ItemRunner(session.config, describe=False)
    for count, (item, seconds) in enumerate(zip(items, budgets, strict=True), 1):
        life.expect(seconds)
        result = runner.run(item, items[count] if count < len(items) else None)
        if result.without_service:
            return ("unviable", result.without_service, count)
        if result.outcome == "failed":
            tear_down_all(session)
            return ("broken-off" if result.broken_off else "failed", item.nodeid, count)
    if tear_down_all(session) and items:
        return ("failed", items[-1].nodeid, len(items))
    _wait_for_threads()
    life.end_copy(0)
    return ("passed", "", len(items))


def _wait_for_threads() -> None:
    """What the interpreter does before it ends. A thread that never ends keeps a plain pytest run from ending, too."""
    if threading.active_count() > 1:
        threading._shutdown()  # type: ignore[attr-defined] # the only way that also runs the executors' own clean-up
