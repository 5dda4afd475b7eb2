"""Emergency exits."""

import ctypes
import os
import signal
import sys


def leave_at_once(broken):
    """Status 0, no clean-up, no flush."""
    if broken:
        os._exit(0)
    return "stayed"


def leave(broken):
    """Status 0 by way of an exception."""
    if broken:
        sys.exit(0)
    return "stayed"


def interrupt(broken):
    """As Ctrl-C would."""
    if broken:
        raise KeyboardInterrupt
    return "stayed"


def terminate(broken):
    """As a process manager would."""
    if broken:
        os.kill(os.getpid(), signal.SIGTERM)
        signal.pause()
    return "stayed"


def terminate_everyone(broken):
    """The whole process group."""
    if broken:
        os.killpg(0, signal.SIGKILL)
    return "stayed"


def stop(broken):
    """Stops without ending: a process that no longer runs, and does not hear SIGTERM either."""
    if broken:
        os.kill(os.getpid(), signal.SIGSTOP)
    return "stayed"


def read(address):
    """What stands at an address. Nothing may be read at 0."""
    if address == 0:
        return b""
    return ctypes.string_at(address)


def abort(broken):
    """As an assertion in C would."""
    if broken:
        os.abort()
    return "stayed"
