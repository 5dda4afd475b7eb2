"""A review with the evidence of a run at hand: static findings are weighed, and rules that need a run have their say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from ..config import Settings
from ..model import Baseline, Finding, FindingState
from .allowing import after_comments
from .codebase import Codebase
from .engine import review
from .evidence import Evidence
from .inspection import evidence_finding
from .per_file import PerFile
from .registry import find_rule
from .rule import EvidenceRule, Mode, Rule

__all__ = ["judge", "wrappers"]


def judge(root: Path, settings: Settings, rules: Sequence[Rule], evidence: Evidence) -> tuple[Finding, ...]:
    """The findings of these rules in the project's suite, each with its state, by place and code.

    Raises what `review` raises.
    """
    static = review(root, settings, [rule for rule in rules if rule.mode is not Mode.RUN])
    found = [_weighed(finding, evidence) for finding in static.findings]
    codebase, per_file = Codebase(root, settings), PerFile(settings.review.per_file_ignores)
    told = {
        (one.code, one.location.file, one.location.line) for one in found if one.state is not FindingState.WITHDRAWN
    }
    for rule in rules:
        if isinstance(rule, EvidenceRule):
            found += [
                one
                for one in _found(rule, evidence, codebase)
                if one.code not in per_file.off(one.location.file)
                and (rule.gives_way, one.location.file, one.location.line) not in told
            ]
    return tuple(sorted(found, key=lambda one: (one.location, one.code, one.message)))


def wrappers(root: Path, settings: Settings, baseline: Baseline) -> frozenset[str]:
    """Of the own modules whose objects doubles replaced in this run, those that only wrap a client of something beyond
    the project."""
    codebase = Codebase(root, settings)
    seen = {(double.origin, double.origin_file) for double in baseline.doubles if double.origin_file}
    return frozenset(module for module, file in seen if codebase.boundaries.holds(module, file))


def _weighed(finding: Finding, evidence: Evidence) -> Finding:
    rule = find_rule(finding.code)
    return replace(finding, state=rule.weigh(finding, evidence)) if rule.mode is Mode.BOTH else finding


def _found(rule: EvidenceRule, evidence: Evidence, codebase: Codebase) -> Iterator[Finding]:
    """The findings of one rule that no comment in the test's file allows."""
    for hit in rule.find(evidence, codebase):
        found = [evidence_finding(rule, hit)]
        if hit.unit is not None:
            found = after_comments(hit.unit.file, found, ())
        yield from (replace(one, state=FindingState.CONFIRMED) for one in found)
