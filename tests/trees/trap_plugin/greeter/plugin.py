"""Fixtures and hooks."""

import pytest

WORD = "hel" + "lo"


def pytest_addoption(parser):
    parser.addoption("--loud", action="store_true", default=False)


def pytest_report_header():
    return [f"greeting: {WORD}"]


def greeting(name):
    assert name, "nobody"
    return f"{WORD} {name}"


@pytest.fixture
def greet(request):
    if request.config.getoption("--loud"):
        return lambda name: greeting(name).upper()
    return greeting
