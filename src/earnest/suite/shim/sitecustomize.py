"""Lets Earnest see, and change, the project's code in interpreters that a test starts.

On PYTHONPATH only while Earnest runs. Without EARNEST_SHIM in the environment it does nothing but chain to the user's own.
"""

from __future__ import annotations

import importlib.machinery
import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:  # importing typing would cost every interpreter that a test starts some milliseconds
    from typing import Any


def _chain() -> None:
    """Runs the sitecustomize that this one hides."""
    here = os.path.dirname(os.path.abspath(__file__))
    others = [entry for entry in sys.path if os.path.abspath(entry or os.curdir) != here]
    spec = importlib.machinery.PathFinder.find_spec("sitecustomize", others)
    if spec is not None and spec.loader is not None:
        from importlib.util import module_from_spec

        spec.loader.exec_module(module_from_spec(spec))


def _load(path: str) -> Any:
    """A module of Earnest's that stands alone, loaded without importing Earnest."""
    from importlib.util import module_from_spec, spec_from_file_location

    spec = spec_from_file_location("_earnest_" + os.path.basename(path)[:-3], path)
    if spec is None or spec.loader is None:
        raise ImportError(path)
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _script() -> list[str] | None:
    """The script that this interpreter was asked to run, or None (-c, -m, no arguments)."""
    arguments = sys.orig_argv[1:]
    while arguments and arguments[0].startswith("-"):
        flag = arguments.pop(0)
        if flag in ("-c", "-m", "-") or (flag[1] != "-" and flag[-1:] in ("c", "m")):
            return None
        if flag in ("-W", "-X", "--check-hash-based-pycs") and arguments:
            arguments.pop(0)
    return arguments or None


def _record(order: dict[str, Any], directory: str) -> None:
    """Writes down each line of the project that runs here."""
    module = _load(order["recorder"])
    recorder = module.recorder(order["files"])
    module.write_lines(recorder, directory)
    recorder.start()


def _change(order: dict[str, Any]) -> None:
    """Arms the change of this trial."""
    arming = _load(order["arming"])
    arming.arm(order["path"], order["text"])
    script = _script()
    if script and os.path.realpath(script[0]) == order["path"]:
        _chain()
        sys.argv = script
        arming.run_as_script(script[0], order["text"])


def _start() -> None:
    directory = os.environ.get("EARNEST_SHIM")
    if not directory:
        return
    try:
        import json

        with open(os.path.join(directory, "order.json"), encoding="utf-8") as file:
            order = json.load(file)
    except FileNotFoundError:
        return
    if order["kind"] == "record":
        _record(order, directory)
    else:
        _change(order)


try:
    _start()
finally:
    _chain()
