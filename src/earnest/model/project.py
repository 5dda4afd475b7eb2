"""The user's project, as `earnest.project` found it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

__all__ = ["Project", "SourceFile"]


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One first-party Python file that is not a test."""

    path: str
    """Relative to the project root, with forward slashes."""
    module: str
    """Dotted name from its import root, e.g. `itsdangerous.signer`."""
    text: str
    """Decoded text, line ends as `\\n`."""
    digest: str
    """SHA-256 of the bytes on disk."""


@dataclass(frozen=True, slots=True)
class Project:
    """What is first-party, what is tested how, and from where it is imported."""

    root: Path
    """Absolute and real."""
    name: str
    import_roots: tuple[Path, ...]
    """Absolute directories that must be on `sys.path`, the first one first."""
    sources: tuple[SourceFile, ...]
    """Every first-party file outside the tests, sorted by path."""
    test_paths: tuple[str, ...]
    """Arguments for pytest; empty when pytest's own configuration says it."""
    boundaries: tuple[str, ...] = ()
    """Dotted names that the configuration declares to be boundaries."""

    def source(self, path: str) -> SourceFile:
        """The source file at this relative path. Raises KeyError."""
        for source in self.sources:
            if source.path == path:
                return source
        raise KeyError(path)
