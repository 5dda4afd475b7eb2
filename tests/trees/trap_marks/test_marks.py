import pytest
from marks import FEATURES, answer, loose, only_value_error, supported, version, wrong


@pytest.mark.xfail(strict=True)
def test_strict():
    assert wrong(1) == 1


@pytest.mark.xfail(strict=False)
def test_loose():
    assert loose(1) == 1


@pytest.mark.xfail(raises=ValueError, strict=True)
def test_raises():
    only_value_error("bad")


def test_xfail_inside():
    if answer() != 42:
        pytest.xfail("another answer")


def test_skip_inside():
    if not supported():
        pytest.skip("not supported")
    assert answer() > 40


@pytest.mark.skipif(not FEATURES.get("fast"), reason="slow")
def test_skipif():
    assert answer() < 44


@pytest.mark.skipif("__import__('marks').version() < (2, 0)", reason="old")
def test_condition_in_text():
    assert version()[0] == 2


@pytest.mark.skip(reason="only_value_error is seen here alone")
def test_skipped():
    assert only_value_error("3") == 3
