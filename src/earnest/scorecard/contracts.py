"""Criterion 1: tests of contracts, not of implementation."""

from __future__ import annotations

from collections.abc import Iterable

from ..model import Criterion, CriterionState, Evidence, Finding, FindingState, Severity
from .facts import Facts
from .rule import Rule

__all__ = ["COUPLING", "Contracts"]

COUPLING = ("ET201", "ET204", "ET209", "ET301", "ET302", "ET303")
"""Codes of the rules that show a test bound to the inside of the code: it patches what it tests, call counts or their
order are its only check, it calls, checks or patches private parts."""


class Contracts(Rule):
    """Tests hold the code to its contract and let its inside be rewritten.

    Measured as the share of tests that neither look into private parts, nor have a call count as their only check, nor
    patch the thing they test, and that no behaviour-preserving rewrite of the code breaks.

    This version has the reviewer that finds the former, and not yet the rewrites that show the latter. So it can say
    that a suite falls short; where it finds nothing, the criterion is UNKNOWN.
    """

    number = 1
    name = "contracts, not implementation"

    def judge(self, facts: Facts) -> Criterion:
        """FAIL or WARN by the reviewer's findings alone, else UNKNOWN."""
        tests = facts.baseline.tests
        if facts.findings is None or not tests:
            return self.unknown("needs the test reviewer and behaviour-preserving changes: run `earnest check`")
        coupled = [one for one in facts.findings if _couples(one)]
        guilty = {one.test for one in coupled}
        fine = sum(test.id.partition("[")[0] not in guilty for test in tests)
        share, threshold = fine / len(tests), facts.thresholds[self.number]
        evidence = tuple(_evidence(coupled))
        if share >= threshold.passing:
            reason = (
                f"{fine} of {len(tests)} tests show no coupling to the inside of the code; whether rewrites that keep its "
                "behaviour break any is not measured in this version"
            )
            return Criterion(self.number, self.name, CriterionState.UNKNOWN, reason=reason, evidence=evidence)
        state = CriterionState.WARN if share >= threshold.warning else CriterionState.FAIL
        reason = f"{len(tests) - fine} tests are bound to the inside of the code"
        advice = (
            "Test through the public surface: `earnest review --select " + ",".join(COUPLING) + "` lists the places."
        )
        return Criterion(self.number, self.name, state, fine, len(tests), "tests run", reason, advice, evidence)


def _couples(finding: Finding) -> bool:
    counts = finding.severity in (Severity.ERROR, Severity.WARNING)
    return finding.code in COUPLING and finding.state is not FindingState.WITHDRAWN and bool(finding.test) and counts


def _evidence(findings: Iterable[Finding]) -> Iterable[Evidence]:
    return (Evidence(str(one.location), f"{one.code}: {one.message}") for one in findings)
