"""The main job, from the path on the command line to the evidence: each room does its part, in this order."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping

from ..changes import generate, suppress_equal
from ..config import Settings, load
from ..evidence import Store
from ..model import Change, Finding, Project, Run, Scorecard, Seconds, Trial
from ..process import now
from ..project import changed_lines, discover, find_root, parse
from ..review import Selection
from ..review.evidence import Evidence
from ..review.judgement import judge, wrappers
from ..scorecard import score
from ..services.lease import lease
from ..suite.baseline import Measured, measure_baseline
from ..suite.importers import importers_of
from ..suite.zygote import Collection, Zygote
from ..trials.session import Plan, TrialSession
from .options import Options
from .progress import Progress

__all__ = ["check"]

_ENTRY = "earnest.trials.host"
_BATCH = 40
"""Changes per round when a budget may end the run: each round has hot and cold ones, so that the sample stays fair."""


def check(options: Options, progress: Progress) -> Run:
    """Finds the project, measures the suite, injects the changes and adds the evidence up.

    Raises EarnestError for what the user can mend. Ctrl-C during the trials ends them early and marks the run.
    """
    started = now()
    settings = _settings(options)
    progress.stage("reading the project")
    project = discover(options.path, settings)
    with Store.open(project.root) as store:
        for note in store.notes:
            progress.note(note)
        return _Job(options, settings, project, store, progress, started).run()


def _settings(options: Options) -> Settings:
    overrides = {} if options.jobs is None else {"jobs": options.jobs}
    return load(find_root(options.path), overrides)


class _Job:
    """One run and what it knows so far."""

    def __init__(
        self, options: Options, settings: Settings, project: Project, store: Store, progress: Progress, started: float
    ) -> None:
        self._options = options
        self._settings = settings
        self._project = project
        self._store = store
        self._progress = progress
        self._started = started
        self._trials: dict[str, Trial] = {}
        self._interrupted = False
        self._sampled = False

    def run(self) -> Run:
        project, settings = self._project, self._settings
        for source in project.sources:
            parse(source)
        directory = self._store.directory
        with Zygote(
            project,
            jobs=settings.jobs,
            arguments=(*settings.pytest_args, *self._options.pytest_args, *project.test_paths),
            environment=settings.environment,
            entry=_ENTRY,
            bytecode=directory / "bytecode" if directory is not None else None,
        ) as zygote:
            self._progress.stage("collecting the tests")
            changes = tuple(self._changes())
            collection = zygote.collect(settings.collect_seconds)
            with lease(project.root, settings, collection.fixtures, zygote.run) as services:
                zygote.spare(services)
                measured = self._measure(zygote, collection)
                for note in measured.baseline.notes:
                    self._progress.note(note)
                session = TrialSession(zygote, project, measured, settings, self._store, confirm=self._options.confirm)
                begun = now()
                self._try(session, changes)
                trials_seconds = now() - begun
        return self._result(measured, changes, trials_seconds)

    def _changes(self) -> Iterable[Change]:
        """Every change that was asked for, in file order."""
        lines = changed_lines(self._project.root, self._options.diff) if self._options.diff is not None else None
        for source in self._project.sources:
            for change in suppress_equal(source, generate(source, per_line=self._settings.per_line)):
                if self._is_wanted(change, lines):
                    yield change

    def _is_wanted(self, change: Change, lines: Mapping[str, Container[int]] | None) -> bool:
        options = self._options
        if options.operators and change.operator not in options.operators:
            return False
        if options.families and change.family.value not in options.families:
            return False
        touched = range(change.location.line, change.location.end_line + 1)
        return lines is None or any(line in lines.get(change.location.file, ()) for line in touched)

    def _measure(self, zygote: Zygote, collection: Collection) -> Measured:
        self._progress.stage(f"running {len(collection.tests)} unchanged tests, twice")
        importers = importers_of(
            self._project, (file for _, file, _ in collection.tests), collection.imported_lines.keys()
        )
        return measure_baseline(zygote, collection, importers, seconds=self._settings.baseline_seconds)

    def _try(self, session: TrialSession, changes: tuple[Change, ...]) -> None:
        plan = session.plan(changes, fresh=self._options.fresh)
        self._trials = dict(plan.known)
        total = len(plan.asked) + len(plan.known)
        self._progress.stage("trying the changes")
        remembered = sum(trial.remembered for trial in plan.known.values())
        self._progress.planned(len(plan.asked) + remembered, remembered)
        try:
            for batch in self._batches(plan):
                self._trials |= session.run(batch, self._progress.trial, deadline=self._deadline())
        except KeyboardInterrupt:
            self._interrupted = True
            self._trials |= session.trials
        self._sampled = not self._interrupted and len(self._trials) < total

    def _batches(self, plan: Plan) -> Iterable[Plan]:
        deadline = self._deadline()
        if deadline is None:
            yield plan
            return
        # Ids are digests, so their order is as good as chance, and the same in every run.
        asked = sorted(plan.asked, key=lambda question: question[0].id)
        for first in range(0, len(asked), _BATCH):
            if now() < deadline:
                yield Plan(tuple(asked[first : first + _BATCH]), {})

    def _deadline(self) -> float | None:
        return None if self._options.budget is None else self._started + self._options.budget

    def _result(self, measured: Measured, changes: tuple[Change, ...], trials_seconds: float) -> Run:
        baseline = measured.baseline
        findings = self._review(measured, changes) if self._options.review else None
        return Run(
            project=self._project,
            baseline=baseline,
            changes=changes,
            trials=self._trials,
            scorecard=self._score(measured, changes, findings),
            findings=findings or (),
            seconds=Seconds(baseline.collect_seconds, baseline.seconds, trials_seconds, now() - self._started),
            interrupted=self._interrupted,
            sampled=self._sampled,
            notes=(*self._store.notes, *baseline.notes),
        )

    def _review(self, measured: Measured, changes: tuple[Change, ...]) -> tuple[Finding, ...]:
        self._progress.stage("reviewing the tests")
        evidence = Evidence(self._project, measured.baseline, changes, self._trials)
        return judge(self._project.root, self._settings, Selection().all_rules(), evidence)

    def _score(
        self, measured: Measured, changes: tuple[Change, ...], findings: tuple[Finding, ...] | None
    ) -> Scorecard:
        return score(
            self._project,
            measured.baseline,
            changes,
            self._trials,
            self._settings,
            interrupted=self._interrupted,
            sampled=self._sampled,
            narrowed=self._options.narrowed,
            findings=findings,
            wrappers=wrappers(self._project.root, self._settings, measured.baseline) if findings is not None else (),
        )
