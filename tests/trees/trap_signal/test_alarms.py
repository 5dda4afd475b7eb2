import signal
import time

import pytest
from alarms import hup, spin, within


@pytest.fixture(autouse=True)
def blocked():
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGUSR1, signal.SIGCHLD})


def test_late():
    assert within(0.05, lambda: time.sleep(2)) == "late"


def test_in_time():
    assert within(5, lambda: spin(10)) == 10


def test_hup():
    assert hup() == [signal.SIGTERM]
