"""The settings of one run, as frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from .cpus import usable_cpus

__all__ = ["CRITERIA", "PROFILES", "Database", "ReviewRules", "Settings", "Threshold"]

CRITERIA: Mapping[str, int] = {
    "contracts": 1,
    "infrastructure": 2,
    "doubles": 3,
    "errors": 4,
    "concurrency": 5,
    "messages": 6,
    "volumes": 7,
    "bugs": 8,
}
"""Short name of a criterion, as `[tool.earnest.thresholds]` takes it -> its number on the scorecard."""


PROFILES = ("strict", "layered")
"""What the reviewer takes for good practice: `layered` permits doubles of the project's own repositories."""


@dataclass(frozen=True, slots=True)
class Threshold:
    """From which share on, between 0 and 1, a criterion passes and from which it only warns."""

    passing: float = 0.9
    warning: float = 0.75


@dataclass(frozen=True, slots=True, kw_only=True)
class Database:
    """`[tool.earnest.database]`: what the tests' database is made of."""

    schema: str = ""
    """`package.module:Base.metadata`, `package.module:function`, `alembic:alembic.ini` or `sql:schema.sql`; empty for none."""
    server: str = ""
    """Where to get it from, to insist on one place; empty for the first place that has one."""
    version: int = 0
    """The major version of the server; 0 for any."""
    leaks: str = ""
    """What becomes of a test that leaves rows: `report`, `error`, or nothing for nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewRules:
    """`[tool.earnest.review]`: which rules are on. Rules are named by code, by the beginning of codes, or by name."""

    select: tuple[str, ...] = ()
    """Only these; empty for the rules that are on by default."""
    extend_select: tuple[str, ...] = ()
    """These besides."""
    ignore: tuple[str, ...] = ()
    per_file_ignores: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Glob of files -> rules that are off there."""
    profile: str = PROFILES[0]
    preview: bool = False
    """Whether rules that have not proved themselves yet are on."""
    baseline: str = ""
    """Relative path of the file that lists the findings that are known already; empty for none."""


def _thresholds() -> Mapping[int, Threshold]:
    return {number: Threshold() for number in CRITERIA.values()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """`[tool.earnest]` with the command line's options laid over it. `load` makes it; `FIELDS` says what each means."""

    sources: tuple[str, ...] = ()
    tests: tuple[str, ...] = ()
    pytest_args: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    boundaries: tuple[str, ...] = ()
    jobs: int = field(default_factory=usable_cpus)
    timeout_factor: float = 5.0
    minimum_seconds: float = 1.0
    collect_seconds: float = 300.0
    baseline_seconds: float = 3600.0
    memory: int = 2 * 1024**3
    """In bytes."""
    environment: Mapping[str, str] = field(default_factory=dict)
    database: Database = field(default_factory=Database)
    per_line: int = 3
    review: ReviewRules = field(default_factory=ReviewRules)
    thresholds: Mapping[int, Threshold] = field(default_factory=_thresholds)
    """By criterion number, all eight of them."""
