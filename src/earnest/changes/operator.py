"""What an operator is: one class, its manual, its examples, and a method that yields edits."""

from __future__ import annotations

import ast
from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from ..model import Family, Kind

if TYPE_CHECKING:
    from .context import Context

__all__ = ["Accept", "Edit", "Operator", "Reject"]


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace the characters from `start` to `end` (exclusive) of the file's text by `after`."""

    start: int
    end: int
    after: str
    description: str
    """One clause without a full stop that names the thing changed, e.g. `the raise of BadSignature is dropped`."""


@dataclass(frozen=True, slots=True)
class Accept:
    """A module on which the operator fires, and every text that the changed module may become (in file order)."""

    before: str
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reject:
    """A module on which the operator must stay silent, and why."""

    source: str
    why: str


class Operator(ABC):
    """One way in which code breaks. The class docstring is its manual: what, before, after, when it must not fire."""

    name: ClassVar[str]
    """Kebab case, unique, e.g. `drop-raise`."""
    family: ClassVar[Family]
    kind: ClassVar[Kind] = Kind.BREAKING
    incident: ClassVar[str]
    """The production incident that it stands for, one sentence."""
    nodes: ClassVar[tuple[type[ast.AST], ...]]
    """The node types it wants to see; the engine dispatches by them in one flat walk."""
    priority: ClassVar[int] = 50
    """How telling its changes are, 0 the most: where a line has more candidates than the limit, the lowest stay."""
    accepts: ClassVar[tuple[Accept, ...]]
    rejects: ClassVar[tuple[Reject, ...]]

    @abstractmethod
    def edits(self, node: ast.AST, context: Context) -> Iterator[Edit]:
        """The edits for this node. Must not touch the tree, print, write or import the user's code."""
