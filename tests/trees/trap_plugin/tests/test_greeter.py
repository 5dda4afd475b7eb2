import pytest


def test_greet(greet):
    assert greet("ann") == "hello ann"


def test_nobody(greet):
    with pytest.raises(AssertionError):
        greet("")
