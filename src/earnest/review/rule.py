"""What a review rule is: one class, its manual, its examples, and one method that yields hits."""

from __future__ import annotations

import ast
import inspect
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, ClassVar

from ..model import Finding, FindingState, Severity, TextEdit

if TYPE_CHECKING:
    from .codebase import Codebase
    from .evidence import Evidence
    from .suppression import Suppression, Use
    from .testfile import TestFile
    from .unit import Unit

__all__ = [
    "Bad",
    "CommentRule",
    "EvidenceRule",
    "FileRule",
    "Good",
    "Hit",
    "Mode",
    "NodeRule",
    "Place",
    "ProjectRule",
    "Rule",
    "Standing",
    "TestRule",
]


class Mode(Enum):
    """Where the proof of a finding comes from."""

    STATIC = "S"
    """The text alone."""
    RUN = "R"
    """The baseline's evidence alone: only `earnest check` reports it."""
    BOTH = "B"
    """The text; evidence then confirms or withdraws it."""


class Standing(Enum):
    """Whether a rule is on when nothing was selected."""

    DEFAULT = "default"
    OPT_IN = "opt-in"
    PREVIEW = "preview"
    """It has not yet shown that at least 95 % of what it says is true."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a hit stands that no syntax node can show. Lines and columns count from 1, columns in characters."""

    line: int
    column: int = 1
    end_line: int = 0
    end_column: int = 0
    file: str = ""
    """Relative path, where it is not the file under review (a configuration file)."""


@dataclass(frozen=True, slots=True)
class Hit:
    """What a rule found, before the engine gives it file, key and state."""

    node: ast.AST | Place
    message: str
    """One sentence that shows both sides, without its full stop."""
    unit: Unit | None = None
    """The test (or fixture, helper) that it is about."""
    fix: tuple[TextEdit, ...] = ()
    severity: Severity | None = None
    """Where this hit weighs other than the rule's hits in general."""
    cure: str = ""
    """Where this hit wants another cure than the rule's."""
    clue: str = ""
    """What `weigh` needs to find the evidence about it: the dotted name that a patch replaces, the seconds of a sleep."""


@dataclass(frozen=True, slots=True)
class Bad:
    """A test file in which the rule must flag exactly the lines that end with the comment `# flagged`."""

    text: str
    files: Mapping[str, str] = field(default_factory=dict)
    """Other files of the project by relative path: first-party code, conftest.py, pyproject.toml."""
    path: str = "tests/test_example.py"
    fixed: str = ""
    """The text behind the fix; the comments stay where they are."""


@dataclass(frozen=True, slots=True)
class Good:
    """A test file in which the rule must stay silent, and why."""

    text: str
    why: str
    files: Mapping[str, str] = field(default_factory=dict)
    path: str = "tests/test_example.py"


class Rule(ABC):
    """One way in which a test gives false confidence.

    The class docstring is its manual, shown by `earnest explain CODE` and on its page: what it finds, why it costs you,
    what to do instead, when it stays silent.
    """

    code: ClassVar[str]
    """`ET` and three digits, unique."""
    name: ClassVar[str]
    """Kebab case, unique."""
    mode: ClassVar[Mode] = Mode.STATIC
    standing: ClassVar[Standing] = Standing.DEFAULT
    severity: ClassVar[Severity] = Severity.WARNING
    cure: ClassVar[str]
    """What to do instead, one sentence with its full stop."""
    safe_fix: ClassVar[bool] = False
    """Whether its fixes keep what a test means."""
    profiles: ClassVar[frozenset[str]] = frozenset({"strict", "layered"})
    """The profiles in which it is on."""
    bad: ClassVar[tuple[Bad, ...]] = ()
    good: ClassVar[tuple[Good, ...]] = ()

    @classmethod
    def manual(cls) -> tuple[str, str]:
        """The summary, which is the manual's first paragraph as one line, and the rest of the manual."""
        first, _, rest = inspect.cleandoc(cls.__doc__ or "").partition("\n\n")
        return " ".join(first.split()), rest

    def weigh(self, finding: Finding, evidence: Evidence) -> FindingState:
        """What the evidence of a run makes of a static finding. Only rules of mode BOTH are asked."""
        return finding.state


class NodeRule(Rule):
    """A rule that looks at single nodes. The engine calls it for each node of its types, in file order."""

    nodes: ClassVar[tuple[type[ast.AST], ...]]

    @abstractmethod
    def visit(self, node: ast.AST, unit: Unit, file: TestFile) -> Iterator[Hit]:
        """The hits at this node, which stands in `unit` (a test, fixture, helper, or the module's own level)."""


class TestRule(Rule):
    """A rule that judges whole tests."""

    __test__ = False

    @abstractmethod
    def judge(self, test: Unit, file: TestFile) -> Iterator[Hit]:
        """The hits of this test."""


class FileRule(Rule):
    """A rule that needs a whole file."""

    @abstractmethod
    def read(self, file: TestFile) -> Iterator[Hit]:
        """The hits of this file."""


class ProjectRule(Rule):
    """A rule about configuration, or about the project as a whole. Its places name their file."""

    @abstractmethod
    def look(self, codebase: Codebase) -> Iterator[Hit]:
        """The hits of this project."""


class EvidenceRule(Rule):
    """A rule of mode RUN: what it finds stands in no text, only in what a run showed."""

    mode = Mode.RUN
    gives_way: ClassVar[str] = ""
    """The code of a rule that says more where both speak of one line."""

    @abstractmethod
    def find(self, evidence: Evidence, codebase: Codebase) -> Iterator[Hit]:
        """The hits in this run. A hit has a unit, or a place that names its file."""


class CommentRule(Rule):
    """A rule about the comments that allow what other rules forbid. It looks when those have had their say."""

    @abstractmethod
    def doubt(self, comment: Suppression, use: Use, file: TestFile) -> Iterator[Hit]:
        """What is wrong with this comment."""
