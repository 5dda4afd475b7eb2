"""Hands the shim to interpreters that a test starts with an environment of its own, which would leave it behind."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

__all__ = ["SHIM", "VARIABLE", "hand_over"]

SHIM = str(Path(__file__).parent / "shim")
"""The directory that has to come first on the child's PYTHONPATH."""
VARIABLE = "EARNEST_SHIM"
"""Names the slot, in which the shim finds its orders."""
_PYTHON = re.compile(rb"python[0-9.]*$")
_FLAGS = re.compile(r"-(?=.)([a-zA-Z]*?)(?:([cmWX])(.*))?", re.DOTALL)
"""Flags in one argument; the last one may take a value, from the same argument or the next one."""
_SHELL = re.compile(r"\bpython[0-9.]*\b")
_Environment = dict[Any, Any]
_execute_child: Any = subprocess.Popen._execute_child  # type: ignore[attr-defined] # tests replace Popen itself, never this


def hand_over(slot: str) -> None:
    """From now on in this process: what `subprocess` and asyncio start gets the shim if it is a Python and would lack it."""

    def execute_child(self: Any, args: Any, *rest: Any) -> None:
        executable, preexec, close_fds, pass_fds, cwd, env, startup, flags, shell, *others = rest
        full = os.environ if env is None else env
        args, is_isolated = (args, False) if shell else _without_isolation(args, executable)
        if is_isolated:
            full = {name: value for name, value in full.items() if not os.fsencode(name).startswith(b"PYTHON")}
        if is_isolated or (_lacks_shim(full) and _starts_python(args, executable, shell, env)):
            env = _with_shim(full, slot)
        _execute_child(self, args, executable, preexec, close_fds, pass_fds, cwd, env, startup, flags, shell, *others)

    subprocess.Popen._execute_child = execute_child  # type: ignore[attr-defined] # the one place all its users pass


def _lacks_shim(env: Mapping[Any, Any]) -> bool:
    variables = {os.fsencode(name): os.fsencode(value) for name, value in env.items()}
    first = variables.get(b"PYTHONPATH", b"").split(os.fsencode(os.pathsep))[0]
    return VARIABLE.encode() not in variables or first != os.fsencode(SHIM)


def _with_shim(env: Mapping[Any, Any], slot: str) -> _Environment:
    """A copy with text keys and values, as far as ours are concerned; the user's own stay what they are."""
    path = next((os.fsdecode(value) for name, value in env.items() if os.fsencode(name) == b"PYTHONPATH"), "")
    kept = {name: value for name, value in env.items() if os.fsencode(name) != b"PYTHONPATH"}
    ours = {
        VARIABLE: slot,
        "PYTHONPATH": os.pathsep.join(filter(None, [SHIM, path])),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    return {**kept, **ours}


def _without_isolation(args: Any, executable: Any) -> tuple[Any, bool]:
    """`-E` and `-I` make an interpreter blind to PYTHONPATH: what they ask for can be had in another way.

    `-E` is the same as no PYTHON* variables, `-I` as that with `-s` and `-P`.
    """
    if isinstance(args, (str, bytes, os.PathLike)) or not _is_python(os.fsdecode(executable or next(iter(args), ""))):
        return args, False
    program, *options = map(os.fsdecode, args)
    rewritten, is_isolated = [program], False
    while options and (found := _FLAGS.fullmatch(options[0])):
        flags, valued, value = (group or "" for group in found.groups())
        del options[0]
        is_isolated |= not {"E", "I"}.isdisjoint(flags)
        kept = flags.replace("E", "").replace("I", "sP") + valued + value
        rewritten += [f"-{kept}"] if kept else []
        if valued in {"c", "m"}:
            break
        if valued and not value and options:
            rewritten.append(options.pop(0))
    return ([*rewritten, *options], True) if is_isolated else (args, False)


def _starts_python(args: Any, executable: Any, shell: bool, env: Mapping[Any, Any] | None) -> bool:
    """Whether the new process will be an interpreter, as far as can be told without starting it."""
    if isinstance(args, (str, bytes, os.PathLike)):
        args = [args]
    if shell:
        return any(_SHELL.search(os.fsdecode(part)) for part in args)
    program = os.fsdecode(executable or next(iter(args), ""))
    found = program if os.path.dirname(program) else shutil.which(program, path=_search_path(env))
    return found is not None and (_is_python(found) or _is_python_script(found))


def _search_path(env: Mapping[Any, Any] | None) -> str | None:
    return None if env is None else next((os.fsdecode(v) for n, v in env.items() if os.fsencode(n) == b"PATH"), None)


def _is_python(program: str) -> bool:
    return any(_PYTHON.search(os.fsencode(os.path.basename(name))) for name in (program, os.path.realpath(program)))


def _is_python_script(program: str) -> bool:
    """A console script: its first line names an interpreter."""
    try:
        with open(program, "rb") as file:
            first = file.readline(512)
    except OSError:
        return False
    return first.startswith(b"#!") and b"python" in first
