"""ET003: a comment allows a rule that does not exist."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from ..registry import known_names
from ..rule import Bad, CommentRule, Good, Hit, Place
from ..suppression import Suppression, Use
from ..testfile import TestFile

__all__ = ["UnknownAllow"]


class UnknownAllow(CommentRule):
    """A comment names a rule that does not exist, or none.

    Finds `# earnest: allow[ET4O1] …` with a slip in the code, and `# earnest: allow …` without a bracket.

    The author believes that something is allowed. It is not, and the comment says nothing true about the test.

    Do instead: name the rule by its code or its name; `earnest review --list-rules` shows them all. There is no comment
    that allows everything.

    Stays silent: where every part in the bracket is the code or the name of a rule, whether it is on or off.
    """

    code = "ET003"
    name = "unknown-allow"
    cure = "Name the rule by its code or its name, as `earnest review --list-rules` shows them."
    bad = (
        Bad("def test_a(job):\n    assert job.wait()  # earnest: allow[ET4O1] the queue has no hook  # flagged\n"),
        Bad("def test_a(job):\n    assert job.wait()  # earnest: allow the queue has no hook  # flagged\n"),
        Bad("def test_a(job):\n    # earnest: allow[slep] the queue has no hook  # flagged\n    assert job.wait()\n"),
    )
    good = (
        Good("def test_a(job):\n    assert job.wait()  # earnest: allow[ET401] no hook\n", "there is such a code"),
        Good("def test_a(job):\n    assert job.wait()  # earnest: allow[sleep] no hook\n", "there is such a name"),
        Good("def test_a(job):\n    assert job.wait()  # earnestly: allow nothing\n", "it is not addressed to Earnest"),
    )

    def doubt(self, comment: Suppression, use: Use, file: TestFile) -> Iterator[Hit]:
        """The comment, for each code that nobody has, or for having none."""
        place = Place(comment.line, comment.column, comment.line, comment.end_column)
        if not comment.codes:
            yield Hit(place, "the comment allows no rule by name, so it allows nothing")
        for code in use.unknown:
            near = difflib.get_close_matches(code, sorted(known_names()), n=1)
            meant = f"; did you mean {near[0]}?" if near else ""
            yield Hit(place, f"the comment allows {code!r}, and there is no such rule{meant}")
