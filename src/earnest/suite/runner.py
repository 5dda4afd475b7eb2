"""Runs collected items one after the other through pytest's own hooks, without reports unless a verdict needs one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import pytest
from _pytest.runner import CallInfo
from _pytest.tmpdir import tmppath_result_key
from _pytest.unittest import TestCaseFunction

from ..errors import ServiceError
from ..process import now

if TYPE_CHECKING:
    from collections.abc import Callable

    PhaseReport = tuple[str, str]

__all__ = ["ItemResult", "ItemRunner", "run_all", "tear_down_all"]

_OWN_REPORTERS = (
    "_pytest.",
    "pytest_asyncio",
    "anyio",
    "_hypothesis_pytestplugin",
    "xdist",
    "pytest_cov",
    "pytest_randomly",
    "pytest_rerunfailures",
    "pytest_timeout",
    "pytest_benchmark",
    "pytest_html",
    "pytest_metadata",
)
"""Whose hooks on reports add to them but never turn an outcome."""


class ItemResult:
    """What one item did."""

    __slots__ = ("broken_off", "message", "outcome", "seconds", "setup_seconds", "without_service")

    def __init__(self) -> None:
        self.outcome = "passed"
        self.message = ""
        self.seconds = 0.0
        self.setup_seconds = 0.0
        self.broken_off = False
        """The run itself was to be ended: KeyboardInterrupt or pytest.exit."""
        self.without_service = ""
        """Why a service could not be had: says nothing about the code under test."""


class ItemRunner:
    """A plugin that takes the place of pytest's own `pytest_runtest_protocol`, so that all wrappers around it still act."""

    def __init__(self, config: pytest.Config, *, describe: bool) -> None:
        """With `describe`, failures carry a message, which costs more than most tests."""
        self._describe = describe
        self._result = ItemResult()
        self._foreign_reports = _has_foreign_reporters(config)
        config.pluginmanager.register(self, "earnest-runner")

    def run(self, item: pytest.Item, nextitem: pytest.Item | None) -> ItemResult:
        """Set-up, call and teardown down to what `nextitem` does not need."""
        self._result = result = ItemResult()
        started = now()
        try:
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=nextitem)
        except (KeyboardInterrupt, pytest.exit.Exception) as error:
            self._fail(f"{type(error).__name__}: {error}")
            result.broken_off = True
        result.seconds = now() - started
        return result

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item, nextitem: pytest.Item | None) -> bool:
        """The three phases, as `_pytest.runner.runtestprotocol` has them."""
        item.stash.setdefault(tmppath_result_key, {})  # tmp_path's teardown expects what a report would have left there
        started = now()
        ready = self._phase(item, "setup", lambda: item.ihook.pytest_runtest_setup(item=item))
        self._result.setup_seconds = now() - started
        if ready:
            self._phase(item, "call", lambda: item.ihook.pytest_runtest_call(item=item))
        self._phase(item, "teardown", lambda: item.ihook.pytest_runtest_teardown(item=item, nextitem=nextitem))
        if hasattr(item, "_request"):
            item._request = False  # as in pytest: let go of what fixtures returned
            item.funcargs = None  # type: ignore[attr-defined] # not every item has it
        return True

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Reports that others publish, such as those of subtests."""
        if report.failed:
            self._fail(str(report.longrepr)[-400:] if self._describe else "")

    def _phase(self, item: pytest.Item, when: Any, hook: Callable[[], object]) -> bool:
        call = CallInfo.from_call(hook, when=when, reraise=(pytest.exit.Exception, KeyboardInterrupt))
        error = call.excinfo.value if call.excinfo is not None else None
        if isinstance(error, ServiceError):
            self._result.without_service = str(error)
        if self._needs_report(item, when, error):
            if not self._describe:
                _keep_short(item)
            return self._judge(item.ihook.pytest_runtest_makereport(item=item, call=call))
        if error is None:
            return True
        if isinstance(error, pytest.skip.Exception):
            self._settle("skipped")
        else:
            self._fail(_last_line(error) if self._describe else "")
        return False

    def _needs_report(self, item: pytest.Item, when: str, error: BaseException | None) -> bool:
        """Where the exception alone does not tell the outcome: expected failures, unittest, plugins that rewrite reports."""
        if self._foreign_reports or isinstance(error, pytest.xfail.Exception):
            return True
        if isinstance(item, TestCaseFunction):
            return when == "call" or error is not None or bool(item._excinfo)
        return (error is not None or when == "call") and item.get_closest_marker("xfail") is not None

    def _judge(self, report: pytest.TestReport) -> bool:
        if report.failed:
            self._fail(_report_line(report) if self._describe else "")
        elif hasattr(report, "wasxfail"):
            self._settle("xpassed" if report.passed else "xfailed")
        elif report.skipped:
            self._settle("skipped")
        return bool(report.passed)

    def _settle(self, outcome: str) -> None:
        if self._result.outcome == "passed":
            self._result.outcome = outcome

    def _fail(self, message: str) -> None:
        self._result.outcome = "failed"
        self._result.message = self._result.message or message


def tear_down_all(session: pytest.Session) -> str:
    """Finalises every fixture that is still set up; returns the message of the first error, or nothing."""
    try:
        session._setupstate.teardown_exact(None)
    except BaseException as error:  # noqa: BLE001 - a finaliser of the user's may raise anything, also SystemExit
        return _last_line(error)
    return ""


def run_all(runner: ItemRunner, items: Sequence[pytest.Item]) -> list[ItemResult]:
    """Every item in this order, whatever fails."""
    following = [*items[1:], None]
    return [runner.run(item, nextitem) for item, nextitem in zip(items, following, strict=True)]


def _keep_short(item: pytest.Item) -> None:
    """Leaves the formatting of tracebacks out of reports: it costs more than most tests, and nobody reads it."""
    brief: Any = lambda *_arguments, **_keywords: ""  # noqa: E731 - one function for two attributes
    item.repr_failure = item._repr_failure_py = brief  # type: ignore[method-assign] # on this item alone


def _has_foreign_reporters(config: pytest.Config) -> bool:
    """Whether a conftest or a plugin that we do not know has a say in reports."""
    implementations = config.hook.pytest_runtest_makereport.get_hookimpls()
    return not all(implementation.function.__module__.startswith(_OWN_REPORTERS) for implementation in implementations)


def _last_line(error: BaseException) -> str:
    text = str(error).strip().split("\n", 1)[0]
    if isinstance(error, AssertionError) and text:
        return text  # as pytest's own short form has it
    return f"{type(error).__name__}: {text}" if text else type(error).__name__


def _report_line(report: pytest.TestReport) -> str:
    crash = getattr(report.longrepr, "reprcrash", None)
    return str(crash.message if crash is not None else report.longrepr).strip().split("\n", 1)[0]
