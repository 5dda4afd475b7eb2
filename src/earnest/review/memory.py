"""Remembers what a review found, so that an unchanged question about unchanged files is not asked again."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from .. import __version__
from ..evidence.place import cache_place, prepare, project_place
from ..project import stamps
from .outcome import Review, finding_from, finding_to
from .unreadable import Broken

__all__ = ["Memory"]

_KEPT = 16
"""Answers for as many different questions (other rules, other paths) are kept."""
_TICK = 50_000_000
"""Nanoseconds. A file that changed so shortly before we looked may change again and keep its time of change."""
_ROOMS = ("review", "review/rules", "project", "config", "model")
"""Where the code stands that decides about an answer."""


class Memory:
    """The answers of one project. Where it cannot write there is no memory, and nothing else is different."""

    def __init__(self, root: Path, question: object, paths: Iterable[str] = ()) -> None:
        """`question`: everything that an answer depends on besides the files, as a value with a `repr` of its own.
        `paths`: relative ones that the walk through the project may pass over."""
        self._root = root
        self._began = time.time_ns()
        own = [Path(__file__).parents[1] / room for room in _ROOMS]
        asked = [__version__, sys.hexversion, repr(question), sorted(set(sys.path)), dict(_stamps_in(own))]
        self._question = _digest(json.dumps(asked))
        self._stamps: Mapping[str, tuple[int, int]] = {**stamps(root), **dict(_stamps_of(root, paths))}
        self._state = _digest(json.dumps(sorted(self._stamps.items())))

    def recall(self) -> Review | None:
        """The answer, if the same question was asked of the same files."""
        for directory in self._places():
            try:
                text = (directory / self._name).read_text(encoding="utf-8", errors="surrogatepass")
                head, _, body = text.partition("\n")
                if head != _digest(body):
                    continue
                document = json.loads(body)
                if document["state"] == self._state:
                    return _review(document)
            except (OSError, ValueError, TypeError, KeyError, RecursionError):
                continue  # absent, or damaged: the question is asked again
        return None

    def keep(self, found: Review) -> None:
        """Writes the answer down, unless a file is so young that it may still change unseen."""
        if any(changed > self._began - _TICK for changed, _size in self._stamps.values()):
            return
        document = {
            "state": self._state,
            "findings": [finding_to(one) for one in found.findings],
            "files": found.files,
            "broken": [[one.file, one.line, one.reason] for one in found.broken],
        }
        body = json.dumps(document)
        for directory in self._places():
            with contextlib.suppress(OSError):
                prepare(directory.parent)
                directory.mkdir(exist_ok=True)
                _replace(directory / self._name, f"{_digest(body)}\n{body}".encode(errors="surrogatepass"))
                _forget(directory)
                return

    @property
    def _name(self) -> str:
        return f"{self._question[:20]}.json"

    def _places(self) -> Iterator[Path]:
        """In the project; where that is read-only, in the user's cache."""
        yield project_place(self._root) / "review"
        yield cache_place(self._root) / "review"


def _review(document: Mapping[str, list[list[object]]]) -> Review:
    return Review(
        tuple(finding_from(values) for values in document["findings"]),
        tuple(str(path) for path in document["files"]),
        tuple(Broken(*values) for values in document["broken"]),  # type: ignore[arg-type]  # its own three values
    )


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()


def _stamps_in(directories: Iterable[Path]) -> Iterator[tuple[str, tuple[int, int]]]:
    for directory in directories:
        with os.scandir(directory) as entries:
            for entry in entries:
                if entry.name.endswith(".py"):
                    yield entry.path, (entry.stat().st_mtime_ns, entry.stat().st_size)


def _stamps_of(root: Path, paths: Iterable[str]) -> Iterator[tuple[str, tuple[int, int]]]:
    for path in paths:
        with contextlib.suppress(OSError):
            found = os.stat(root / path)
            yield path, (found.st_mtime_ns, found.st_size) if os.path.isfile(root / path) else (0, 0)


def _replace(file: Path, data: bytes) -> None:
    """In one step: another run sees the old answer or the new one. Raises OSError."""
    handle, temporary = tempfile.mkstemp(dir=file.parent)
    try:
        with open(handle, "wb") as stream:
            stream.write(data)
        os.replace(temporary, file)
    except OSError:
        os.unlink(temporary)
        raise


def _forget(directory: Path) -> None:
    """Deletes the oldest answers. Another run may do the same at the same time."""
    files = [entry for entry in os.scandir(directory) if entry.is_file()]
    for entry in sorted(files, key=lambda entry: entry.stat().st_mtime_ns)[:-_KEPT]:
        os.unlink(entry.path)
