"""Knows every live function of the project's own code, so that its code object can be exchanged."""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Callable, Iterator
from types import CodeType, FunctionType

__all__ = ["CodeKey", "FunctionIndex", "code_key", "nested_codes"]

CodeKey = tuple[str, str, int, int, bytes]
"""file, qualified name, first line, first column, digest: code objects of different functions can be equal otherwise."""


def code_key(file: str, code: CodeType) -> CodeKey:
    """The identity of a code object; the same for a compile of the same text in another process."""
    return (file, code.co_qualname, code.co_firstlineno, _first_column(code), _digest(code))


def _first_column(code: CodeType) -> int:
    """Tells two lambdas of one line apart."""
    for line, _, column, _ in code.co_positions():
        if line is not None and column:
            return column
    return 0


def _digest(code: CodeType) -> bytes:
    text = repr((code.co_names, code.co_varnames, code.co_freevars, code.co_cellvars, code.co_flags))
    return hashlib.blake2b(code.co_code + text.encode(errors="surrogatepass"), digest_size=8).digest()


def nested_codes(code: CodeType) -> Iterator[CodeType]:
    """The code objects directly inside this one, in order."""
    return (constant for constant in code.co_consts if isinstance(constant, CodeType))


class FunctionIndex:
    """The functions that are alive at one moment, by the code they carry."""

    def __init__(self, key: Callable[[str], str | None]) -> None:
        """`key` maps a filename to the project-relative path of first-party code, or None."""
        self._functions: dict[CodeKey, list[FunctionType]] = {}
        keys: dict[int, CodeKey] = {}
        for thing in gc.get_objects():
            if type(thing) is not FunctionType:
                continue
            code = thing.__code__
            file = key(code.co_filename)
            if file is None:
                continue
            if id(code) not in keys:
                keys[id(code)] = code_key(file, code)
            self._functions.setdefault(keys[id(code)], []).append(thing)

    def keys(self) -> list[CodeKey]:
        """Every code object that a live function carries."""
        return list(self._functions)

    def assign(self, key: CodeKey, code: CodeType) -> int:
        """Gives the functions of this key another code object, and returns how many they are."""
        functions = self._functions.get(key, [])
        for function in functions:
            function.__code__ = code
        return len(functions)
