"""Reviews files: from paths to findings."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from ..config import Settings
from ..errors import EngineError, ProjectError
from ..model import Finding
from ..project import parse
from .allowing import after_comments
from .codebase import Codebase
from .forking import in_parts
from .inspection import findings_of, project_finding
from .outcome import Review
from .per_file import PerFile
from .rule import ProjectRule, Rule
from .scope import files_in_scope
from .testfile import TestFile, naming_of
from .unreadable import Broken

__all__ = ["review"]


def review(
    root: Path,
    settings: Settings,
    rules: Sequence[Rule],
    paths: Iterable[str] | None = None,
    *,
    texts: Mapping[str, bytes] | None = None,
    jobs: int = 1,
) -> Review:
    """Reviews the suite of the project at `root`, or those of its files that lie at or below the relative `paths`.

    `jobs`: how many processes may share the work, when there is enough of it.
    `texts`: relative path -> what counts instead of the file's content on disk (an editor's buffer).
    Rules about the project speak only when the whole of it is reviewed.
    Raises ProjectError where the project's configuration cannot be read, UsageError where its settings name a rule that
    does not exist.
    """
    per_file = PerFile(settings.review.per_file_ignores)
    with _no_collection():
        codebase = Codebase(root, settings, texts or {})
        files = files_in_scope(codebase, paths)
        results = in_parts(files, lambda path: _review_file(codebase, path, per_file.rules(path, rules)), jobs)
        broken = [result for result in results if isinstance(result, Broken)]
        findings = [one for result in results if not isinstance(result, Broken) for one in result]
        findings += [one.finding for one in broken]
        if paths is None:
            findings += _about_project(codebase, rules)
    order = sorted(
        (one for one in findings if one.code not in per_file.off(one.location.file)),
        key=lambda one: (one.location, one.code, one.message),
    )
    return Review(tuple(order), tuple(files), tuple(broken))


def _review_file(codebase: Codebase, path: str, rules: Sequence[Rule]) -> list[Finding] | Broken:
    try:
        file = _file(codebase, path)
        return after_comments(file, findings_of(file, rules), rules)
    except ProjectError as error:
        return Broken.of(path, error.message)
    except RecursionError:
        return Broken(path, 1, "nested too deeply to be reviewed")
    except Exception as error:  # a rule may fail in any way, and without the file nobody could reproduce it
        raise EngineError(f"The review of {path} failed: {type(error).__name__}: {error}.") from error


def _file(codebase: Codebase, path: str) -> TestFile:
    """The file as others may have asked for it, or read now. Raises ProjectError."""
    known = codebase.files.get(path)
    if isinstance(known, TestFile):
        return known
    source = codebase.load(path)
    return TestFile(source, codebase.tree(path) or parse(source), codebase, naming_of(codebase))


def _about_project(codebase: Codebase, rules: Sequence[Rule]) -> Iterator[Finding]:
    for rule in rules:
        if isinstance(rule, ProjectRule):
            yield from (project_finding(rule, hit) for hit in rule.look(codebase))


@contextmanager
def _no_collection() -> Iterator[None]:
    """Trees are full of references and free of garbage: the collector would walk them again and again."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
