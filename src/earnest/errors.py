"""The errors that Earnest shows to its user: one clear sentence, the cure, and the exit code that follows."""

from __future__ import annotations

__all__ = [
    "BaselineError",
    "CollectionError",
    "ConfigurationError",
    "EarnestError",
    "EngineError",
    "EvidenceError",
    "PlatformError",
    "ProjectError",
    "SchemaError",
    "ServiceError",
    "SuiteError",
    "UsageError",
]


class EarnestError(Exception):
    """A mistake that the user can mend. `cli` prints it without a traceback.

    Each class carries a `slug`, the name of its page under docs/reference/messages, and `exit_code`, a number of
    `earnest.model.ExitCode` (kept as an int here: errors is the lowest room and imports nothing).
    """

    slug = "error"
    exit_code = 2

    def __init__(self, message: str, *, cure: str = "") -> None:
        """`message` names the offending value and its place; `cure` says what to do (a sentence, may be empty)."""
        super().__init__(message)
        self.message = message
        self.cure = cure

    def __str__(self) -> str:
        """The message, and the cure behind it."""
        return f"{self.message} {self.cure}".rstrip()


class UsageError(EarnestError):
    """The command line asks for something that cannot be: an unknown path, revision, change or code."""

    slug = "usage"


class ConfigurationError(EarnestError):
    """`[tool.earnest]` holds unknown keys or values; the message lists every one of them."""

    slug = "configuration"


class ProjectError(EarnestError):
    """The project cannot be understood: no first-party code, no tests, a file that does not parse."""

    slug = "project"


class PlatformError(EarnestError):
    """This machine lacks what Earnest needs: fork, a supported Python or pytest."""

    slug = "platform"


class EvidenceError(EarnestError):
    """The evidence store can be neither read nor set aside."""

    slug = "evidence"


class SuiteError(EarnestError):
    """The suite cannot be measured: the base of the errors that end with exit code 3."""

    slug = "suite"
    exit_code = 3


class CollectionError(SuiteError):
    """pytest could not collect the tests, or collected none."""

    slug = "collection"


class BaselineError(SuiteError):
    """Tests fail before any change: there is nothing to measure."""

    slug = "baseline"


class ServiceError(EarnestError):
    """A service that the tests need could not be had; exit code 4."""

    slug = "service"
    exit_code = 4


class SchemaError(ServiceError):
    """The schema that the configuration names could not be built in the test database."""

    slug = "schema"


class EngineError(EarnestError):
    """Something broke in Earnest itself; exit code 70."""

    slug = "engine"
    exit_code = 70
