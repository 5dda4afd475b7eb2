"""ET703: warnings pass unseen."""

from __future__ import annotations

from collections.abc import Iterator

from ...model import TextEdit
from ..codebase import Codebase
from ..configuration import SECTIONS, line_of_key, read_lines, section_line
from ..rule import Bad, Good, Hit, Place, ProjectRule

__all__ = ["WarningsIgnored"]

_TEST = "def test_a(shop):\n    assert shop.open\n"


class WarningsIgnored(ProjectRule):
    """pytest's configuration has no `error` filter, so warnings scroll by.

    A coroutine that was never awaited, a connection that was never closed, a default that changes with the next release:
    Python says so in a warning while the tests run, and production finds out later.

    Do instead: `filterwarnings = ["error"]`, with an `ignore` behind it for each that is somebody else's, narrowed by
    message and module.

    Stays silent: where some filter makes errors of all warnings or of one kind of them, or `-W error` is in `addopts`;
    in projects without any configuration of pytest.
    """

    code = "ET703"
    name = "warnings-ignored"
    cure = 'Set filterwarnings = ["error"], and ignore by message and module what is not yours.'
    safe_fix = False
    bad = (
        Bad(_TEST, files={"pyproject.toml": '[tool.pytest.ini_options]  # flagged\ntestpaths = ["tests"]\n'}),
        Bad(_TEST, files={"pytest.ini": "[pytest]\nfilterwarnings =  # flagged\n    ignore::DeprecationWarning\n"}),
    )
    good = (
        Good(_TEST, "all of them", files={"pyproject.toml": '[tool.pytest.ini_options]\nfilterwarnings = ["error"]\n'}),
        Good(
            _TEST, "one kind of them", files={"pytest.ini": "[pytest]\nfilterwarnings =\n    error::ResourceWarning\n"}
        ),
        Good(_TEST, "by an option", files={"pyproject.toml": '[tool.pytest.ini_options]\naddopts = "-W error"\n'}),
        Good(_TEST, "pytest is not configured at all"),
    )

    def look(self, codebase: Codebase) -> Iterator[Hit]:
        """The section, or the key where there is one."""
        options = codebase.survey.options
        if not options.place or any(one.split(":")[0].strip() == "error" for one in options.filterwarnings):
            return
        if any("error" in one for one in options.addopts if one.startswith(("-W", "error"))):
            return
        lines = read_lines(codebase.root, options.place)
        section, key = section_line(lines, *SECTIONS), line_of_key(lines, "filterwarnings")
        if not section:
            return
        fix: tuple[TextEdit, ...] = ()
        if not key and options.place == "pyproject.toml":
            at = sum(len(line) + 1 for line in lines[:section])
            fix = (TextEdit(at, at, 'filterwarnings = ["error"]\n'),)
        text = "no filter makes an error of any warning, so what Python warns of while the tests run is not seen"
        yield Hit(Place(key or section, file=options.place), text, fix=fix)
