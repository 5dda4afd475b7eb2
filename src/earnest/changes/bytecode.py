"""Tells whether two changes do the same: by what they compile to."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from types import CodeType

from ..model import Change, SourceFile
from .unit import Region, Units, compile_region

__all__ = ["fingerprint", "suppress_equal"]


def fingerprint(code: CodeType) -> bytes:
    """A digest of everything in a code object that decides what it does: 16 bytes.

    Instructions, constants with their types (1, True, 1.0 and -0.0 differ), names, arguments, flags, exception table
    and nested code in order. File name and line numbers do not count.
    """
    parts = (
        code.co_name,
        code.co_code,
        code.co_exceptiontable,
        code.co_names,
        code.co_varnames,
        code.co_freevars,
        code.co_cellvars,
        code.co_flags,
        (code.co_argcount, code.co_posonlyargcount, code.co_kwonlyargcount),
        [_described(constant) for constant in code.co_consts],
    )
    return hashlib.blake2b(repr(parts).encode("utf-8", "surrogatepass"), digest_size=16).digest()


def _described(constant: object) -> object:
    """Something whose repr tells apart constants that compare equal, and is the same for equal sets."""
    if isinstance(constant, CodeType):
        return fingerprint(constant)
    if isinstance(constant, tuple):
        return tuple(_described(item) for item in constant)
    if isinstance(constant, frozenset):
        return "frozenset", sorted(repr(_described(item)) for item in constant)
    return constant


def suppress_equal(source: SourceFile, changes: Iterable[Change]) -> tuple[Change, ...]:
    """The changes that do something, and something other than those before them: by their compiled code.

    Drops a change whose function (or, for what the import runs, whose statement) compiles to the same as the
    original or as an earlier change's, or does not compile at all. Raises SyntaxError when the file does not parse.
    """
    units = Units(source)
    seen: dict[Region, set[bytes | None]] = {}
    kept = []
    for change in changes:
        region = units.region_of(change)
        if region not in seen:
            seen[region] = {None, _print(source.text, region, units.flags)}
        code = _print(change.apply(source.text), region, units.flags)
        if code not in seen[region]:
            seen[region].add(code)
            kept.append(change)
    return tuple(kept)


def _print(text: str, region: Region, flags: int) -> bytes | None:
    """The fingerprint of this statement; None when it does not compile."""
    try:
        return fingerprint(compile_region(text, region, "<change>", flags))
    except SyntaxError:
        return None
