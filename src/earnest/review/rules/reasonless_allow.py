"""ET001: a comment allows something and does not say why."""

from __future__ import annotations

from collections.abc import Iterator

from ..rule import Bad, CommentRule, Good, Hit, Place
from ..suppression import Suppression, Use
from ..testfile import TestFile

__all__ = ["ReasonlessAllow"]

_SLEEP = "import time\n\n\ndef test_a(broker):\n    broker.start()\n    time.sleep(1)"


class ReasonlessAllow(CommentRule):
    """A comment allows a finding and gives no reason.

    Finds `# earnest: allow[ET401]` with nothing behind the bracket. Such a comment allows nothing: the finding stays, and
    this one joins it.

    Whoever meets the comment in a year cannot tell whether it is still right, so it stays for good. Writing the reason
    down takes ten seconds, and one time out of three there turns out to be none.

    Do instead: write the reason behind the bracket, `# earnest: allow[ET401] the broker has no readiness probe`; or
    mend the test and delete the comment.

    Stays silent: where words stand behind the bracket. Another comment behind it, such as `# noqa`, is no reason.
    """

    code = "ET001"
    name = "allow-without-reason"
    cure = "Write the reason behind the bracket, or mend the test and delete the comment."
    bad = (
        Bad(f"{_SLEEP}  # earnest: allow[ET401]  # flagged\n    assert broker.up\n"),
        Bad(f"{_SLEEP}  # earnest: allow[sleep]:  # flagged\n    assert broker.up\n"),
    )
    good = (
        Good(f"{_SLEEP}  # earnest: allow[ET401] the broker has no probe\n    assert broker.up\n", "it says why"),
        Good(
            f"{_SLEEP}  # earnest: allow[sleep]: the broker has no probe  # noqa\n    assert broker.up\n",
            "other comments may follow",
        ),
        Good('TEXT = "# earnest: allow[ET401]"\n\n\ndef test_a():\n    assert TEXT\n', "a string is no comment"),
    )

    def doubt(self, comment: Suppression, use: Use, file: TestFile) -> Iterator[Hit]:
        """The comment, where its reason is empty."""
        if not comment.reason:
            named = ", ".join(comment.codes) or "nothing by name"
            place = Place(comment.line, comment.column, comment.line, comment.end_column)
            yield Hit(place, f"the comment wants to allow {named} and does not say why, so it allows nothing")
