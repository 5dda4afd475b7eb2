import pytest


def pytest_addoption(parser):
    parser.addoption("--large", action="store_true", help="with large numbers")


@pytest.fixture
def number(request):
    return 10**9 if request.config.getoption("--large") else 21
