import hooks
import pytest


def test_flaky():
    assert hooks.flaky(1) == 2


def test_called(number):
    assert hooks.called(number) == 4


def test_warn():
    assert hooks.warn(5) == 5


def test_really_warns():
    with pytest.warns(UserWarning, match="7 is much"):
        hooks.warn(7)


def test_in_thread():
    hooks.in_thread(1)


def test_drop():
    hooks.drop(0)
