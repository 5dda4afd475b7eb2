import pytest


@pytest.fixture
def number():
    return 21


def make_numbers(count):  # expect: ET706
    return list(range(count))


def test_in_conftest(number):  # expect: ET706
    assert number == 21
