"""Mends what the review found: applies fixes until none is left, and shows or writes the result."""

from __future__ import annotations

import difflib
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from ..errors import ProjectError
from ..model import Finding
from ..project import source_of
from ..review import applicable, mended, replace_file
from .review_order import Order

__all__ = ["Mending"]

_ROUNDS = 10
"""How often a fix may make room for the next one. Rules that undo each other's fixes end here."""


@dataclass(slots=True)
class Mending:
    """The fixes of one run, kept in memory until they are written."""

    order: Order
    unsafe: bool
    new: Callable[[Iterable[Finding]], list[Finding]]
    """Leaves out what the baseline knows."""
    texts: dict[str, bytes] = field(default_factory=dict)
    """Relative path -> the file as it was, for each that changed."""
    changed: dict[str, bytes] = field(default_factory=dict)
    """Relative path -> the file as it will be."""
    fixed: list[Finding] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)
    """What could not be mended, one sentence each."""

    def mend(self, findings: Sequence[Finding]) -> list[Finding]:
        """Applies fixes and gives the findings that are left."""
        refused: set[str] = set()
        for _round in range(_ROUNDS):
            touched = list(self._round(findings, refused))
            if not touched:
                break
            findings = self._again(findings, touched)
        return list(findings)

    def _again(self, findings: Iterable[Finding], paths: Collection[str]) -> list[Finding]:
        """The findings, those in these files found anew."""
        again = self.order.review({**self.order.texts, **self.changed}, paths).findings
        left = [one for one in findings if one.location.file not in paths]
        return sorted([*left, *self.new(again)], key=lambda one: (one.location, one.code, one.message))

    def _round(self, findings: Iterable[Finding], refused: set[str]) -> Iterator[str]:
        by_file: dict[str, list[Finding]] = defaultdict(list)
        for one in findings:
            by_file[one.location.file].append(one)
        for path, among in by_file.items():
            chosen = [] if path in refused else applicable(among, unsafe=self.unsafe)
            if not chosen:
                continue
            try:
                data = self._now(path)
                self.changed[path] = mended(data, path, chosen)
            except (ProjectError, OSError) as error:
                refused.add(path)
                self.refusals.append(str(error))
                continue
            self.fixed += chosen
            yield path

    def _now(self, path: str) -> bytes:
        if path not in self.changed:
            given = self.order.texts.get(path)
            self.texts[path] = (self.order.root / path).read_bytes() if given is None else given
            return self.texts[path]
        return self.changed[path]

    def diff(self) -> str:
        """The changes as a unified diff of the whole project."""
        return "".join(line for path in sorted(self.changed) for line in _difference(path, *self._texts(path)))

    def _texts(self, path: str) -> tuple[str, str]:
        return source_of(self.texts[path], path, "").text, source_of(self.changed[path], path, "").text

    def write(self, findings: list[Finding], *, verify: bool) -> list[Finding]:
        """Writes the changed files; with `verify` those alone whose tests end as before. Gives the findings that are
        left then. Raises ProjectError."""
        from ..review.verifying import outcomes  # few reviews run tests, and what it imports takes as long as a file

        paths = sorted(self.changed)
        before = outcomes(self.order.root, paths) if verify and paths else {}
        for path in paths:
            replace_file(self.order.root / path, self.changed[path])
        after = outcomes(self.order.root, paths) if verify and paths else {}
        undone = [path for path in paths if before.get(path) != after.get(path)]
        for path in undone:
            replace_file(self.order.root / path, self.texts[path])
            del self.changed[path]
            self.refusals.append(f"{path}: its tests end differently with the fixes, so they were taken back.")
        self.fixed = [one for one in self.fixed if one.location.file not in undone]
        return self._again(findings, undone) if undone else findings


def _difference(path: str, before: str, after: str) -> Iterator[str]:
    lines = difflib.unified_diff(before.splitlines(True), after.splitlines(True), path, path)
    return (line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)
