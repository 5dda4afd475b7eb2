import sys
import threading

import traced


def test_before():
    assert traced.before(1) == 2


def test_under():
    seen = []
    sys.settrace(lambda frame, event, argument: seen.append(event))
    threading.settrace(lambda frame, event, argument: None)
    try:
        assert traced.under(2) == 4
    finally:
        sys.settrace(None)
        threading.settrace(None)
    assert seen
    traced.under(1)


def test_behind():
    assert traced.behind(4) == 1
