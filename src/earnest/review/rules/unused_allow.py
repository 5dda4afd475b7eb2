"""ET002: a comment allows what no rule objects to."""

from __future__ import annotations

from collections.abc import Iterator

from ...model import TextEdit
from ..rule import Bad, CommentRule, Good, Hit, Place
from ..suppression import Suppression, Use
from ..testfile import TestFile

__all__ = ["UnusedAllow"]


class UnusedAllow(CommentRule):
    """A comment allows a rule that finds nothing there.

    Finds `# earnest: allow[ET401] …` where ET401 is on and says nothing about that statement: the test was mended and the
    comment was forgotten, or it stands beside the wrong line.

    A comment that has outlived its reason tells readers of a weakness that is gone, and it will silently allow the next
    one that somebody writes on that line.

    Do instead: delete it; `--fix` does that.

    Stays silent: about rules that are off in this run or in this file, and about those that only a run of the tests can
    judge.
    """

    code = "ET002"
    name = "unused-allow"
    cure = "Delete the comment."
    safe_fix = True
    bad = (
        Bad(
            "def test_a(job):\n    assert job.wait()  # earnest: allow[ET401] it polls  # flagged\n",
            fixed="def test_a(job):\n    assert job.wait()  # flagged\n",
        ),
        Bad(
            "import time\n\n\ndef test_a(job):\n    # earnest: allow[ET401] the queue has no hook  # flagged\n"
            "    assert job.queued\n    time.sleep(0)\n",
        ),
    )
    good = (
        Good(
            "import time\n\n\ndef test_a(job):\n    time.sleep(1)  # earnest: allow[ET401] the queue has no hook\n"
            "    assert job.done\n",
            "it is used on its own line",
        ),
        Good(
            "import time\n\n\ndef test_a(job):\n    # earnest: allow[ET401] the queue has no hook\n    time.sleep(1)\n"
            "    assert job.done\n",
            "it is used by the next statement",
        ),
        Good(
            "def test_a(job):\n    assert job.wait()  # earnest: allow[ET999] from a newer version\n",
            "whether the rule would find something cannot be told; ET003 speaks of it",
        ),
    )

    def doubt(self, comment: Suppression, use: Use, file: TestFile) -> Iterator[Hit]:
        """The comment, for the codes that allowed nothing."""
        if not use.unused:
            return
        place = Place(comment.line, comment.column, comment.line, comment.end_column)
        named, verb = ", ".join(use.unused), "find" if len(use.unused) > 1 else "finds"
        whole = len(use.unused) == len(comment.codes)
        yield Hit(
            place,
            f"the comment allows {named}, which {verb} nothing there",
            fix=(_without(comment, file) if whole else _without_codes(comment, use, file),),
            cure="" if whole else f"Take {named} out of the bracket.",
        )


def _without(comment: Suppression, file: TestFile) -> TextEdit:
    """Takes out the comment and the blanks before it; the whole line where nothing else is on it."""
    line = file.lines[comment.line - 1]
    begin = file.offset(comment.line, 0)
    before, behind = line[: comment.column - 1], line[comment.end_column - 1 :]
    if not before.strip() and not behind.strip():
        return TextEdit(begin, min(begin + len(line) + 1, len(file.text)), "")
    start = len(before.rstrip()) if not behind.strip() else len(before)
    end = len(line) if not behind.strip() else len(line) - len(behind.lstrip())
    return TextEdit(begin + start, begin + end, "")


def _without_codes(comment: Suppression, use: Use, file: TestFile) -> TextEdit:
    """Leaves only the codes that are used."""
    line = file.lines[comment.line - 1]
    start, end = line.index("[", comment.column) + 1, line.index("]", comment.column)
    begin = file.offset(comment.line, 0)
    return TextEdit(begin + start, begin + end, ", ".join(code for code in comment.codes if code not in use.unused))
