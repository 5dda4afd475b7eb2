import pytest
from depot import START, Depot, is_wanted, sizes

FIRST = Depot()


@pytest.fixture(scope="session")
def depot():
    return Depot()


@pytest.fixture(params=sizes())
def size(request):
    return request.param


def pytest_collection_modifyitems(items):
    items[:] = [item for item in items if "start" in item.name or is_wanted(item.name.split("[")[0])]


def pytest_generate_tests(metafunc):
    if "start" in metafunc.fixturenames:
        metafunc.parametrize("start", [START])
