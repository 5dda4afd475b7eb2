"""What happens inside the child of a trial: the change is put in place, the chosen tests run, the answer leaves."""

from __future__ import annotations

import marshal
import os
import sys
import threading
from collections.abc import Callable, Sequence
from typing import Any, NoReturn

import pytest

from ..process import Finish
from ..suite import arming
from ..suite.collection import Collected, collect, settle
from ..suite.functions import FunctionIndex
from ..suite.runner import ItemRunner, tear_down_all
from ..suite.slot import Slot
from .loops import install

__all__ = ["Answer", "cold_trial", "hot_trial"]

Answer = tuple[str, str, int]
"""How the tests ended (`passed`, `failed`, `broken-off`, `expired`, `unviable`), the node id that decided it or the reason, how many tests ran."""


def hot_trial(session: pytest.Session, index: FunctionIndex, order: dict[str, Any], slot: Slot, finish: Finish) -> Answer:
    """Assigns the changed code objects and runs the tests, in a fork of the process that has collected them."""
    _arm(order, slot)
    install(order["bound"], _expiry(finish))
    for key, code in order["codes"]:
        index.assign(key, marshal.loads(code))
    items = [session.items[number] for number in order["tests"]]
    return _run(session, items)


def cold_trial(
    arguments: list[str], known: frozenset[str], order: dict[str, Any], slot: Slot, scratch: str, finish: Finish
) -> Answer:
    """Imports everything anew with the change in place and runs the tests. `known` are the ids of the unchanged suite.

    Answers from inside pytest's test loop: what plugins do at the end of a session costs more than most trials.
    """
    sys.dont_write_bytecode = True
    if order["path"]:
        if _is_loaded(order["path"]):
            return ("unviable", "pytest or one of its plugins imports this module before any change can be made", 0)
        _arm(order, slot)

    def serve(session: pytest.Session, _collected: Collected) -> None:
        settle(session)
        slot.use_for(session.config)
        finish(_run(session, _chosen(session, order["tests"], known)))

    collected = collect(
        arguments, serve, cache_directory=os.path.join(scratch, "cache"), only=frozenset(order["files"])
    )
    return _never_ran(collected)


def _is_loaded(path: str) -> bool:
    files = (getattr(module, "__file__", None) for module in list(sys.modules.values()))
    return any(file is not None and os.path.realpath(file) == path for file in files)


def _arm(order: dict[str, Any], slot: Slot) -> None:
    arming.arm(order["path"], order["text"])
    if order["shim"]:
        slot.order({"kind": "change", "arming": arming.__file__, "path": order["path"], "text": order["text"]})


def _expiry(finish: Finish) -> Callable[[], NoReturn]:
    return lambda: finish(("expired", os.environ.get("PYTEST_CURRENT_TEST", "").rpartition(" ")[0], 0))


def _chosen(session: pytest.Session, wanted: Sequence[str], known: frozenset[str]) -> list[pytest.Item]:
    """The wanted tests in the wanted order, then those that exist only because of the change."""
    by_id = {item.nodeid: item for item in session.items}
    chosen = [by_id[node] for node in wanted if node in by_id]
    return chosen + [item for item in session.items if item.nodeid not in known]


def _never_ran(collected: Collected) -> Answer:
    """The change broke the collection itself, which no one can overlook."""
    node = collected.errors[0][0] if collected.errors else ""
    return ("failed", node or "the collection of the tests", 0)


def _run(session: pytest.Session, items: Sequence[pytest.Item]) -> Answer:
    runner = ItemRunner(session.config, describe=False)
    following = [*items[1:], None]
    for count, (item, nextitem) in enumerate(zip(items, following, strict=True), 1):
        result = runner.run(item, nextitem)
        if result.outcome == "failed":
            tear_down_all(session)
            return ("broken-off" if result.broken_off else "failed", item.nodeid, count)
    if tear_down_all(session):
        return ("failed", items[-1].nodeid, len(items))
    _wait_for_threads()
    return ("passed", "", len(items))


def _wait_for_threads() -> None:
    """What the interpreter does before it ends. A thread that never ends keeps a plain pytest run from ending, too."""
    if threading.active_count() > 1:
        threading._shutdown()  # type: ignore[attr-defined] # the only way that also runs the executors' own clean-up
