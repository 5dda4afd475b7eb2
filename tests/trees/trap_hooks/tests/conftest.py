import pytest


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if report.failed and "flaky" in item.name:
        report.outcome = "skipped"
        report.longrepr = (str(item.path), 1, "Skipped: flaky")
    return report


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem):
    if "number" in pyfuncitem.fixturenames:
        pyfuncitem.obj(number=pyfuncitem.funcargs["number"] + 1)
        return True
    return None


@pytest.fixture
def number():
    return 1
