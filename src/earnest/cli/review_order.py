"""What one call of `earnest review` asks for, as one frozen value."""

from __future__ import annotations

import sys
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from ..config import Settings, load
from ..errors import UsageError
from ..project import find_root
from ..review import Memory, Review, Selection, review

__all__ = ["Order"]


@dataclass(frozen=True, slots=True)
class Order:
    """The project, the rules, the places."""

    root: Path
    settings: Settings
    """With the profile of the command line."""
    selection: Selection
    paths: tuple[str, ...] | None
    """Relative to the root; None for the whole project."""
    texts: Mapping[str, bytes] = field(default_factory=dict)
    """Relative path -> what counts instead of the file: standard input."""
    fresh: bool = False
    """Whether the memory of earlier runs is not asked."""

    @classmethod
    def of(cls, paths: tuple[str, ...], wishes: Mapping[str, Any]) -> Order:
        """The order behind the command line. Raises UsageError, ConfigurationError."""
        texts: dict[str, bytes] = {}
        if "-" in paths:
            place = _standard_input(paths, wishes["stdin_filename"])
            root = find_root(next(parent for parent in place.parents if parent.is_dir()))
            relative = [_relative(place, root)]
            texts[relative[0]] = sys.stdin.buffer.read()
        else:
            places = [Path(path) for path in paths or (".",)]
            root = find_root(places[0])
            relative = [_relative(_existing(place), root) for place in places]
        settings = load(root)
        wished = _wished(wishes, settings)
        return cls(
            root=root,
            settings=replace(settings, review=replace(settings.review, profile=wished.profile)),
            selection=wished,
            paths=None if "" in relative else tuple(relative),
            texts=texts,
            fresh=wishes["fresh"],
        )

    def look(self) -> Review:
        """The findings, from memory where nothing has changed. Raises ConfigurationError, UsageError for unknown rules."""
        if self.texts or self.fresh:
            return self.review()
        memory = Memory(self.root, (self.settings, self.selection, self.paths), self.paths or ())
        found = memory.recall()
        if found is None:
            found = self.review()
            memory.keep(found)
        return found

    def review(self, texts: Mapping[str, bytes] | None = None, paths: Collection[str] | None = None) -> Review:
        """The findings; with other texts, or of these files alone, where they are given."""
        return review(
            self.root,
            self.settings,
            Selection.of(self.settings.review).under(self.selection).rules(),
            self.paths if paths is None else paths,
            texts=self.texts if texts is None else texts,
            jobs=self.settings.jobs,
        )


def _standard_input(paths: tuple[str, ...], name: str | None) -> Path:
    if len(paths) > 1:
        raise UsageError("Standard input (-) is reviewed alone, without other paths.")
    if not name:
        raise UsageError(
            "Standard input (-) needs the name of the file that it stands for.",
            cure="Give --stdin-filename tests/test_name.py.",
        )
    return Path(name).absolute()


def _existing(place: Path) -> Path:
    if not place.exists():
        raise UsageError(f"The path {str(place)!r} does not exist.")
    return place


def _relative(place: Path, root: Path) -> str:
    """The path below the root; links on the way to the project are followed, those inside it are not."""
    for known in (place.parent.resolve() / place.name if place.name else place.resolve(), place.resolve()):
        if known == root:
            return ""
        if known.is_relative_to(root):
            return known.relative_to(root).as_posix()
    raise UsageError(
        f"The path {str(place)!r} lies outside of the project {str(root)!r}.", cure="Review each project by itself."
    )


def _wished(wishes: Mapping[str, Any], settings: Settings) -> Selection:
    return Selection(
        select=_split(wishes["select"]),
        ignore=_split(wishes["ignore"]),
        extend=_split(wishes["extend_select"]),
        preview=wishes["preview"],
        profile=wishes["profile"] or settings.review.profile,
    )


def _split(values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(part.strip() for value in values for part in value.split(",") if part.strip())
