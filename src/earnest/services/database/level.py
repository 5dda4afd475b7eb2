"""How a test gets its database: the marker `@pytest.mark.database("...")`."""

from __future__ import annotations

from enum import Enum

import pytest

__all__ = ["Level", "level_of"]


class Level(Enum):
    """What the marker may say."""

    COMMITTING = "committing"
    """Commits are real, and taken back behind the test: the default."""
    TRANSACTION = "transaction"
    """The session stays in one transaction that is rolled back; its commits end savepoints."""
    CLUSTER = "cluster"
    """A server of the test's own, which it may break."""


def level_of(request: pytest.FixtureRequest) -> Level:
    """What the test's nearest marker says. Fails the test when it says something else."""
    marker = request.node.get_closest_marker("database")
    if marker is None:
        return Level.COMMITTING
    said = marker.args[0] if len(marker.args) == 1 and not marker.kwargs else None
    try:
        return Level(said)
    except ValueError:
        known = ", ".join(repr(level.value) for level in Level)
        pytest.fail(f"@pytest.mark.database takes one of {known}, and not {_shown(marker)}.", pytrace=False)


def _shown(marker: pytest.Mark) -> str:
    given = [*map(repr, marker.args), *(f"{name}={value!r}" for name, value in marker.kwargs.items())]
    return ", ".join(given) or "nothing"
