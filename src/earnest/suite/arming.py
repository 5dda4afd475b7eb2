"""Puts a changed text in the place of a file whenever this process imports or runs that file from now on.

Stands alone (standard library only, no relative imports): the shim loads it by path into the interpreters that tests start.
No `.pyc` is read or written for the changed file.
"""

from __future__ import annotations

import os
import runpy
import sys
import types
from importlib.machinery import SourceFileLoader
from typing import Any

__all__ = ["arm", "run_as_script"]


def arm(path: str, text: str) -> None:
    """From now on, importing the file at the real path `path` executes `text` (its whole new text)."""
    matches: dict[str, bool] = {}

    def is_changed(filename: Any) -> bool:
        name = os.fspath(filename)
        if not isinstance(name, str):
            return False
        if name not in matches:
            matches[name] = os.path.realpath(name) == path
        return matches[name]

    _arm_import(is_changed, text)
    _arm_runpy(is_changed, text)
    _arm_pytest(is_changed, text)


def _arm_import(is_changed: Any, text: str) -> None:
    original = SourceFileLoader.get_code

    def get_code(self: SourceFileLoader, fullname: str) -> types.CodeType | None:
        if is_changed(self.path):
            return _compiled(text, self.path)
        return original(self, fullname)

    SourceFileLoader.get_code = get_code  # type: ignore[method-assign,assignment] # every import of a source file passes here


def _arm_runpy(is_changed: Any, text: str) -> None:
    original = getattr(runpy, "_get_code_from_file", None)
    if original is None:
        return

    def get_code_from_file(*arguments: Any) -> Any:
        name = arguments[-1]
        if not is_changed(name):
            return original(*arguments)
        code = _compiled(text, os.path.abspath(name))
        return (code, name) if sys.version_info < (3, 12) else code

    runpy._get_code_from_file = get_code_from_file  # type: ignore[attr-defined] # the way of runpy.run_path


def _arm_pytest(is_changed: Any, text: str) -> None:
    """Modules that pytest rewrites (plugins of the project itself) do not pass through SourceFileLoader.get_code."""
    rewrite = sys.modules.get("_pytest.assertion.rewrite")
    hook: Any = getattr(rewrite, "AssertionRewritingHook", None)
    if hook is None:
        return
    original = hook.exec_module

    def exec_module(self: Any, module: types.ModuleType) -> None:
        origin = module.__spec__.origin if module.__spec__ is not None else None
        if origin is not None and is_changed(origin):
            exec(_compiled(text, origin), module.__dict__)
        else:
            original(self, module)

    hook.exec_module = exec_module


def _compiled(text: str, path: str) -> types.CodeType:
    return compile(text, path, "exec", dont_inherit=True)


def run_as_script(path: str, text: str) -> None:
    """Runs `text` as `__main__` in the place of the script at `path`, as `python path` would have done. Never returns."""
    module = sys.modules["__main__"]
    module.__dict__.update(__file__=path, __builtins__=__builtins__)
    sys.path.insert(0, os.path.dirname(os.path.abspath(path)))
    status: Any = 0
    try:
        exec(_compiled(text, path), module.__dict__)
    except SystemExit as error:
        status = _exit_status(error)
    except BaseException:  # noqa: BLE001 - the interpreter itself would print any of them and exit with 1
        sys.excepthook(*sys.exc_info())
        status = 1
    _leave(status)


def _exit_status(error: SystemExit) -> int:
    if error.code is None or isinstance(error.code, int):
        return error.code or 0
    print(error.code, file=sys.stderr)  # noqa: T201 - what the interpreter does with such an exit code
    return 1


def _leave(status: int) -> None:
    import atexit
    import threading

    threading._shutdown()  # type: ignore[attr-defined] # what the interpreter calls before it ends
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.flush()
    os._exit(status & 0xFF)
