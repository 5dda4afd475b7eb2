import pytest
from wrapped import caches, wrappers
from wrapped.classes import Version


def test_warm_cache():
    assert caches.slow_square(4) == 16


def test_cold_cache():
    assert caches.slow_cube(2) == 8


def test_once():
    assert caches.Once(3).value == 4


def test_stack():
    assert wrappers.plus_one(2) == 9
    assert wrappers.LOG[-1] == "plus_one"


def test_dispatch():
    assert wrappers.kind(3) == "number"
    assert wrappers.kind("abc") == "texta"
    assert wrappers.kind(1.0) == "other"


def test_context():
    with wrappers.collecting([]) as seen:
        assert seen == ["start"]
    assert seen == ["start", "end"]


def test_version():
    version = Version.parse("2.1")
    version.major = 3
    assert version.major == 3
    assert version > Version(3)
    assert version.sealed


def test_bad_version():
    with pytest.raises(ValueError):
        Version.first().major = -1
