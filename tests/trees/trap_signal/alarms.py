"""Works under an alarm."""

import signal


class Late(Exception):
    pass


def _ring(number, frame):
    raise Late(number)


def within(seconds, work):
    old = signal.signal(signal.SIGALRM, _ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        return work()
    except Late:
        return "late"
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, old)


def spin(limit):
    count = 0
    for _ in range(limit):
        count += 1
    return count


def hup():
    seen = []
    signal.signal(signal.SIGTERM, lambda number, frame: seen.append(number))
    signal.raise_signal(signal.SIGTERM)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    return seen
