"""The table of every key that `[tool.earnest]` takes: reading and the reference page both follow it."""

from __future__ import annotations

from dataclasses import dataclass

from .database import DatabaseTable
from .kinds import DottedNames, Environment, Kind, Number, Paths, Patterns, Size, Texts, Thresholds, Whole
from .review import ReviewTable

__all__ = ["FIELDS", "Field"]


@dataclass(frozen=True, slots=True)
class Field:
    """One key."""

    key: str
    kind: Kind
    default: str
    """As the reference shows it: TOML, or words where the machine or the project decides."""
    example: str
    """A line or a table of TOML below `[tool.earnest]` that `load` accepts."""
    meaning: str

    @property
    def attribute(self) -> str:
        """Its name on `Settings`."""
        return self.key.replace("-", "_")


FIELDS: tuple[Field, ...] = (
    Field(
        "sources",
        Paths(),
        "discovered",
        'sources = ["packages/*/src", "tools/release.py"]',
        "Where the project's own code is: import roots, packages or single modules, as paths or globs from the root. "
        "Only what is named here is changed. Tests below these paths stay tests.",
    ),
    Field(
        "tests",
        Paths(),
        "discovered",
        'tests = ["tests/unit", "tests/api"]',
        "What pytest collects: files or directories, as paths or globs from the root. Without it pytest's own "
        "`testpaths` decide, and without those the test directories that are found.",
    ),
    Field(
        "pytest-args",
        Texts(),
        "[]",
        'pytest-args = ["-m", "not slow"]',
        "Arguments for pytest, added behind those of its own `addopts`.",
    ),
    Field(
        "exclude",
        Patterns(),
        "[]",
        'exclude = ["src/app/generated", "**/migrations/*.py"]',
        "Files that are never read and never changed. A glob with a slash is seen from the root, one without "
        "a slash matches a name at any depth; `*` stays within one directory, `**` does not; a directory stands for "
        "all that is below it.",
    ),
    Field(
        "boundaries",
        DottedNames(),
        "[]",
        'boundaries = ["app.clients.payment"]',
        "Modules, classes or functions where the project ends: a double put there is good practice.",
    ),
    Field(
        "jobs",
        Whole(minimum=1),
        "the CPUs that may be used",
        "jobs = 4",
        "How many trials run at the same time.",
    ),
    Field(
        "timeout-factor",
        Number(minimum=1),
        "5.0",
        "timeout-factor = 8.0",
        "A trial may take this many times as long as its tests took without a change.",
    ),
    Field(
        "minimum-seconds",
        Number(minimum=1),
        "1.0",
        "minimum-seconds = 2.5",
        "The shortest time limit of a trial, in seconds: short tests get at least this.",
    ),
    Field(
        "collect-seconds",
        Number(minimum=1),
        "300.0",
        "collect-seconds = 900",
        "How long pytest may take to collect the tests, in seconds.",
    ),
    Field(
        "baseline-seconds",
        Number(minimum=1),
        "3600.0",
        "baseline-seconds = 7200",
        "How long one run of the unchanged suite may take, in seconds.",
    ),
    Field(
        "memory",
        Size(),
        '"2GiB"',
        'memory = "512MiB"',
        "How much memory a trial may take. `GB` counts in thousands, `GiB` in 1024s.",
    ),
    Field(
        "environment",
        Environment(),
        "{}",
        'environment = { TZ = "UTC", APP_ENV = "test" }',
        "Environment variables that are set for the tests.",
    ),
    Field(
        "database",
        DatabaseTable(),
        "{}",
        'database = { schema = "app.models:Base.metadata", server = "wheel", version = 16 }',
        "The database of the tests. `schema` says what is in it: a metadata object or a function as `module:name`, "
        "`alembic:` or `sql:` and a path. `server` insists on one place to get it from: `environment` (the server that "
        "TEST_DATABASE_URL names), `machine`, `wheel` or `docker`; `sqlite` is for projects that run on SQLite in production. "
        "`version` insists on a major version of PostgreSQL. `leaks` names the tests that leave rows, which are taken back "
        "all the same: `report` in a summary, `error` as errors.",
    ),
    Field(
        "per-line",
        Whole(minimum=1),
        "3",
        "per-line = 10",
        "At most this many changes are tried on one line, the most telling ones first.",
    ),
    Field(
        "review",
        ReviewTable(),
        "{}",
        'review = { extend-select = ["ET5"], per-file-ignores = { "tests/legacy/*" = ["ET202"] }, profile = "layered" }',
        "The rules of `earnest review`, by code, by the beginning of codes, or by name. `select` leaves only these on, "
        "`extend-select` adds to those that are on by default, `ignore` takes away, `per-file-ignores` takes away in the "
        "files that a glob matches. `preview` switches on the rules that have not proved themselves yet. `profile` is "
        "`strict` or `layered`; the latter permits doubles of the project's own repositories. `baseline` names the file "
        "of findings that are known already (see [how to review](../how-to/review.md)).",
    ),
    Field(
        "thresholds",
        Thresholds(),
        "pass = 0.9, warn = 0.75",
        "thresholds = { bugs = { pass = 0.8, warn = 0.7 }, 4 = { pass = 1.0 } }",
        "From which share on a criterion passes, and from which on it only warns; below that it fails. "
        "Criteria go by name or by number.",
    ),
)
