"""What a report on findings is made from."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ...errors import ProjectError
from ...model import Finding, FindingState, Severity
from ...project import read_source, source_of

__all__ = ["Told", "fingerprint"]


@dataclass(frozen=True, slots=True)
class Told:
    """One review, ready to be shown."""

    root: Path
    findings: tuple[Finding, ...]
    files: int
    """How many were reviewed."""
    known: int = 0
    """Findings that the baseline holds and that are not among `findings`."""
    gone: int = 0
    """Findings that the baseline holds and that are no more."""
    fixed: int = 0
    """Findings that were mended in this run."""
    dry: bool = False
    """Whether they only would be."""
    colour: bool = False
    texts: Mapping[str, bytes] = field(default_factory=dict)
    """Relative path -> what was reviewed instead of the file on disk."""

    @property
    def shown(self) -> tuple[Finding, ...]:
        """The findings without those that evidence has withdrawn."""
        return tuple(one for one in self.findings if one.state is not FindingState.WITHDRAWN)

    @property
    def falls_short(self) -> bool:
        """Whether an error or a warning is among them."""
        return any(one.severity in (Severity.ERROR, Severity.WARNING) for one in self.shown)

    def lines(self, path: str) -> list[str]:
        """The lines of a file with findings; none where it cannot be read or decoded."""
        try:
            given = self.texts.get(path)
            source = read_source(self.root, path, "") if given is None else source_of(given, path, "")
        except ProjectError:
            return []
        return source.text.split("\n")


def fingerprint(finding: Finding) -> str:
    """Identifies the finding over many runs, whatever moves around it; 64 hexadecimal digits."""
    return hashlib.sha256(
        f"{finding.location.file}\0{finding.code}\0{finding.key}".encode(errors="replace")
    ).hexdigest()
