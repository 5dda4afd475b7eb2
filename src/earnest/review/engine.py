"""Reviews files: from paths to findings."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ..config import Settings
from ..errors import ProjectError
from ..model import Finding, SourceFile
from ..project import parse, read_source
from .codebase import Codebase
from .inspection import findings_of, project_finding
from .naming import Naming
from .rule import ProjectRule, Rule
from .testfile import TestFile

__all__ = ["Broken", "Review", "naming_of", "review", "suite_of"]


@dataclass(frozen=True, slots=True)
class Broken:
    """A file that could not be reviewed."""

    file: str
    reason: str
    """One sentence with its place."""


@dataclass(frozen=True, slots=True)
class Review:
    """What a review found."""

    findings: tuple[Finding, ...]
    """By file, line and code."""
    files: tuple[str, ...]
    """The files that were read."""
    broken: tuple[Broken, ...] = ()


def review(root: Path, settings: Settings, rules: Sequence[Rule], paths: Iterable[str] | None = None) -> Review:
    """Reviews the suite of the project at `root`, or those of its files that lie at or below the relative `paths`.

    Raises ProjectError where the project's configuration cannot be read.
    """
    with _no_collection():
        codebase = Codebase(root, settings)
        files = suite_of(codebase, paths)
        findings: list[Finding] = []
        broken: list[Broken] = []
        for path in files:
            found = _review_file(codebase, path, rules)
            if isinstance(found, Broken):
                broken.append(found)
            else:
                findings += found
        if paths is None:
            findings += _about_project(codebase, rules)
    order = sorted(findings, key=lambda one: (one.location, one.code))
    return Review(tuple(order), tuple(files), tuple(broken))


def suite_of(codebase: Codebase, paths: Iterable[str] | None) -> list[str]:
    """The Python files of the suite, sorted; those at or below `paths` whether they look like tests or not."""
    found = {
        path
        for directory in codebase.survey.tree.directories.values()
        for path in directory.files()
        if not codebase.survey.ground.excluded(path)
    }
    if paths is None:
        return sorted(path for path in found if codebase.is_test(path))
    wanted = tuple(path.rstrip("/") for path in paths)
    named = {path for path in wanted if path in found}
    below = {
        path
        for path in found
        for want in wanted
        if (not want or path.startswith(f"{want}/")) and codebase.is_test(path)
    }
    return sorted(named | below)


def naming_of(codebase: Codebase) -> Naming:
    """What pytest's configuration says about names."""
    options = codebase.survey.options
    return Naming(options.python_functions or ("test",), options.python_classes or ("Test",))


def _review_file(codebase: Codebase, path: str, rules: Sequence[Rule]) -> list[Finding] | Broken:
    try:
        source = codebase.source(path) or read_source(codebase.root, path, codebase.module_of(path))
        tree = codebase.tree(path) or parse(source)
        return review_source(codebase, source, tree, rules)
    except ProjectError as error:
        return Broken(path, error.message)


def review_source(codebase: Codebase, source: SourceFile, tree: object, rules: Sequence[Rule]) -> list[Finding]:
    """The findings in one parsed file."""
    import ast

    assert isinstance(tree, ast.Module)
    known = codebase.files.get(source.path)
    file = known if isinstance(known, TestFile) else TestFile(source, tree, codebase, naming_of(codebase))
    codebase.files[source.path] = file
    return findings_of(file, rules)


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
