"""Applies the fixes of findings to files and keeps everything else in them as it was."""

from __future__ import annotations

import ast
import bisect
import contextlib
import os
import re
import tempfile
import warnings
from collections.abc import Iterable, Sequence
from pathlib import Path

from ..errors import ProjectError
from ..model import Finding, TextEdit
from ..project import encoding_of

__all__ = ["applicable", "mended", "replace_file"]

_LINE_END = re.compile(r"\r\n|\r|\n")


def applicable(findings: Iterable[Finding], *, unsafe: bool) -> list[Finding]:
    """The findings whose fixes can be applied together: where two overlap, the first in the text."""
    chosen: list[Finding] = []
    taken: list[TextEdit] = []
    for one in findings:
        if one.fix and (one.safe or unsafe) and not any(_overlap(edit, other) for edit in one.fix for other in taken):
            chosen.append(one)
            taken += [edit for edit in one.fix if edit not in taken]
    return chosen


def _overlap(one: TextEdit, other: TextEdit) -> bool:
    """Whether they touch the same characters; two that insert at one place do as well, unless they are the same."""
    if one == other:
        return False
    return (one.start < other.end and other.start < one.end) or one.start == other.start


def mended(data: bytes, path: str, findings: Sequence[Finding]) -> bytes:
    """The file's bytes with the fixes of these findings, which do not overlap. Encoding, byte order mark and line ends
    stay. Raises ProjectError where the result would be no Python."""
    encoding = encoding_of(data, path)
    raw = data.decode(encoding)
    edits = sorted({edit for one in findings for edit in one.fix}, key=lambda edit: (edit.start, edit.end))
    text = _edited(raw, edits)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            ast.parse(text)
            return b"\xef\xbb\xbf" * (encoding == "utf-8-sig") + text.encode(encoding.removesuffix("-sig"))
        except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
            codes = ", ".join(sorted({one.code for one in findings}))
            raise ProjectError(f"{path}: the fixes of {codes} would break it: {error}.") from error


def _edited(raw: str, edits: Sequence[TextEdit]) -> str:
    """Edits count in a text whose line ends are all one character long; here they meet the text as it is."""
    ends = list(_LINE_END.finditer(raw))
    shifts, shift = [], 0
    for end in ends:
        shift += len(end[0]) - 1
        shifts.append((end.end() - shift, shift))
    places = [place for place, _shift in shifts]

    def real(offset: int) -> int:
        at = bisect.bisect_right(places, offset)
        return offset + (shifts[at - 1][1] if at else 0)

    own = ends[0][0] if ends else "\n"
    parts, last = [], 0
    for edit in edits:
        parts += [raw[last : real(edit.start)], edit.after.replace("\n", own)]
        last = real(edit.end)
    return "".join([*parts, raw[last:]])


def replace_file(file: Path, data: bytes) -> None:
    """Puts the bytes into the file in one step and keeps its mode; a link stays a link. Raises ProjectError."""
    target, temporary = Path(os.path.realpath(file)), ""
    try:
        mode = target.stat().st_mode
        handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
        with open(handle, "wb") as stream:
            stream.write(data)
        os.chmod(temporary, mode & 0o7777)
        os.replace(temporary, target)
    except OSError as error:
        if temporary:
            with contextlib.suppress(OSError):
                os.unlink(temporary)
        raise ProjectError(f"{file} cannot be written: {error.strerror}.") from error
