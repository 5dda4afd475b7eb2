"""A test double that the baseline saw being put in place."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Double"]


@dataclass(frozen=True, slots=True)
class Double:
    """One replacement of an object by a test."""

    test: str
    """Node id of the test that was running."""
    target: str
    """What was replaced, as `module.attribute`."""
    origin: str
    """Module that defines the replaced object; empty when it has none."""
    origin_file: str
    """Its file relative to the project root, when it is the project's own; else empty."""
    technique: str
    """`mock.patch`, `mock.patch.dict` or `monkeypatch`."""
    replacement: str
    """Type of what was put in place, e.g. `MagicMock`."""
    touched: bool | None = None
    """Whether anything called it or asked it for an attribute before the test ended; None where that cannot be seen."""

    @property
    def first_party(self) -> bool:
        """Whether the project's own code was replaced."""
        return bool(self.origin_file)
