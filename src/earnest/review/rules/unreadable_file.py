"""ET004: a file of the suite cannot be read."""

from __future__ import annotations

from ...model import Severity
from ..rule import Bad, Good, Rule

__all__ = ["UnreadableFile"]


class UnreadableFile(Rule):
    """A test file cannot be read, decoded or parsed.

    Finds a file that Python itself would refuse: broken syntax, an encoding that it does not have, a zero byte; and one
    that may not be read.

    None of its tests runs, and none of them was reviewed. With `pytest --continue-on-collection-errors`, or where the
    file is not collected at all, nobody notices.

    Do instead: mend the file, or name it under `exclude` in `[tool.earnest]` when it is broken on purpose.

    Stays silent: about every file that Python can compile. It cannot be allowed by a comment.
    """

    code = "ET004"
    name = "unreadable-file"
    cure = "Mend the file, or name it under `exclude` in [tool.earnest]."
    severity = Severity.ERROR
    bad = (
        Bad("def test_a():\n    assert 1 +  # flagged\n"),
        Bad("def test_a():\n    assert 1\n  assert 2  # flagged\n"),
    )
    good = (
        Good("", "an empty file is right"),
        Good("\ufeffdef test_a():\n    assert 1\n", "a byte order mark is right"),
        Good("\x0cdef test_a():\n    assert 1\n", "so is a form feed"),
    )
