import os
import signal

from doubling import double

if os.fork() == 0:
    os.setsid()
signal.pause()


def test_two_doubles_to_four():
    assert double(2) == 4
