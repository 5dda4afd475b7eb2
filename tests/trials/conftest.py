"""The command on a tree, every verdict compared with plain pytest."""

from __future__ import annotations

import pytest
import truth


@pytest.fixture
def judged(tree):
    """A function that checks a tree in each way, asserts that all is true, and returns the report.

    `plugins`: installed plugins of pytest are loaded. `variables`: for the environment of both commands.
    """

    def judge(name, *options, plugins=False, variables=None):
        variables = ({} if plugins else truth.BARE) | (variables or {})
        root, original = tree(name), truth.TREES / name
        before = truth.contents(root)
        report = truth.check(root, "--jobs", "2", *options, variables=variables)
        assert {"caught", "missed", "not-run"} & set(report.verdicts.values()), "nothing was tried"
        again = truth.check(root, "--jobs", "1", "--confirm", "--fresh", *options, variables=variables)
        complaints = [
            *(f"flips: {line}" for line in truth.flips(report, again)),
            *(f"wrong: {line}" for line in truth.disagreements(original, report, variables)),
            *(f"touched: {name}" for name in truth.touched(root, before)),
        ]
        assert not complaints, "\n".join(complaints)
        return report

    return judge
