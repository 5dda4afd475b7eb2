"""Frozen values that travel between the rooms."""

from .baseline import Baseline, Connection, Coverage, OrderDependency, TakenPlace
from .change import Change, Family, Kind, Scope
from .criterion import Criterion, CriterionState, Evidence, Scorecard
from .double import Double
from .exit_code import ExitCode
from .finding import Finding, FindingState, Severity, TextEdit
from .location import Location
from .project import Project, SourceFile
from .run import Run, Seconds
from .test import Outcome, Test
from .trial import Trial, TrialPath, Verdict

__all__ = [
    "Baseline",
    "Change",
    "Connection",
    "Coverage",
    "Criterion",
    "CriterionState",
    "Double",
    "Evidence",
    "ExitCode",
    "Family",
    "Finding",
    "FindingState",
    "Kind",
    "Location",
    "OrderDependency",
    "Outcome",
    "Project",
    "Run",
    "Scope",
    "Scorecard",
    "Seconds",
    "Severity",
    "SourceFile",
    "TakenPlace",
    "Test",
    "TextEdit",
    "Trial",
    "TrialPath",
    "Verdict",
]
