"""A file that cannot be reviewed, and why."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from ..model import Finding, Location
from .registry import find_rule

__all__ = ["Broken"]

_PLACED = re.compile(r":(?P<line>\d+): (?P<reason>.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Broken:
    """One such file."""

    file: str
    line: int
    reason: str
    """Without the place and without a full stop at its end."""

    @classmethod
    def of(cls, path: str, message: str) -> Broken:
        """Out of an error's message, which may begin with the path and the line."""
        reason = " ".join(message.removeprefix(path).rstrip(".").split())
        placed = _PLACED.match(reason)
        return cls(path, int(placed["line"]), placed["reason"]) if placed else cls(path, 1, reason.lstrip(": "))

    @property
    def finding(self) -> Finding:
        """The same as a finding of ET004."""
        rule = find_rule("ET004")
        return Finding(
            code=rule.code,
            name=rule.name,
            location=Location(self.file, self.line, 1, self.line, 1),
            test="",
            message=f"the file {self.reason}" if self.reason.startswith(("cannot", "is ", "has ")) else self.reason,
            severity=rule.severity,
            cure=rule.cure,
            key=hashlib.sha256(self.reason.encode(errors="replace")).hexdigest()[:16],
        )
