import time

import aging
import pytest


@pytest.fixture
def far(monkeypatch):
    moments = iter(range(10**9, 10**12, 10**8))
    for clock in ("time", "perf_counter", "monotonic", "perf_counter_ns", "monotonic_ns", "time_ns", "process_time"):
        monkeypatch.setattr(time, clock, lambda: next(moments))
    monkeypatch.setattr(time, "sleep", lambda seconds: None)


def test_stamp(far):
    assert aging.stamp() == 10**9


def test_expired(far):
    assert aging.expired(0, 100)
    assert not aging.expired(10**12, 100)


def test_year(far):
    assert aging.year() > 2000


def test_wait(far):
    assert aging.wait(1000) == "waited"


def test_real_wait():
    started = time.perf_counter()
    assert aging.wait(0.01) == "waited"
    assert time.perf_counter() - started >= 0.01
