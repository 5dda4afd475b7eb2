"""Reads and parses one Python file as Python itself would."""

from __future__ import annotations

import ast
import hashlib
import io
import warnings
from pathlib import Path

from ..errors import ProjectError
from ..model import SourceFile

__all__ = ["encoding_of", "parse", "read_source", "source_of"]

_BOM = b"\xef\xbb\xbf"
_CURE = "Mend the file, or name it under `exclude` in [tool.earnest]."


def read_source(root: Path, path: str, module: str) -> SourceFile:
    """The file at `path` below `root`, decoded by PEP 263, line ends as `\\n`. Raises ProjectError with the place."""
    try:
        data = (root / path).read_bytes()
    except OSError as error:
        raise ProjectError(f"{path} cannot be read: {error.strerror}.", cure=_CURE) from error
    return source_of(data, path, module)


def source_of(data: bytes, path: str, module: str) -> SourceFile:
    """The file as if it held these bytes. Raises ProjectError with the place where they cannot be decoded."""
    return SourceFile(path, module, _decode(data, path), hashlib.sha256(data).hexdigest())


def parse(source: SourceFile) -> ast.Module:
    """The syntax tree of the file. Raises ProjectError with file, line and text when Python refuses it."""
    with warnings.catch_warnings():
        # An invalid escape in the user's file is not ours to report, and under -W error would look like broken syntax.
        warnings.simplefilter("ignore")
        try:
            return ast.parse(source.text, source.path)
        except SyntaxError as error:
            raise ProjectError(_refusal(source, error), cure=_CURE) from error
        except (ValueError, RecursionError, MemoryError) as error:
            reason = str(error) or "nested too deeply"
            raise ProjectError(f"{source.path} is not Python: {reason}.", cure=_CURE) from error


def _decode(data: bytes, path: str) -> str:
    encoding = encoding_of(data, path)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ProjectError(f"{path}:{line}: not {encoding}, as the file says it is.", cure=_CURE) from error
    except (UnicodeError, LookupError) as error:  # rot13 is a codec and no encoding of text
        raise ProjectError(f"{path}:1: {encoding} is no encoding for Python: {error}.", cure=_CURE) from error
    return text.replace("\r\n", "\n").replace("\r", "\n") if b"\r" in data else text


def encoding_of(data: bytes, path: str) -> str:
    """The encoding that Python takes for these bytes, `utf-8-sig` behind a byte order mark. Raises ProjectError."""
    if b"coding" not in b"".join(data.split(b"\n", 2)[:2]):
        return "utf-8-sig" if data.startswith(_BOM) else "utf-8"
    from tokenize import detect_encoding  # few files declare one, and the import costs more than reading ten of them

    try:
        lines = io.BytesIO(data.replace(b"\r\n", b"\n").replace(b"\r", b"\n"))  # as Python, which ends lines at each
        return detect_encoding(lines.readline)[0]
    except SyntaxError as error:
        raise ProjectError(f"{path}:1: {error.msg}.", cure=_CURE) from error


def _refusal(source: SourceFile, error: SyntaxError) -> str:
    lines = source.text.split("\n")
    line = error.lineno or 1
    text = lines[line - 1].strip() if line <= len(lines) else ""
    return f"{source.path}:{line}: {error.msg}: {text}" if text else f"{source.path}:{line}: {error.msg}"
