"""Threads that are told to end."""

import threading


def run(work):
    """Does the work while a companion thread waits for its end."""
    finished = threading.Event()
    companion = threading.Thread(target=finished.wait)
    companion.start()
    result = work()
    finished.set()
    return result


def run_beside_a_daemon(work):
    """The same with a thread for which nobody waits."""
    finished = threading.Event()
    companion = threading.Thread(target=finished.wait, daemon=True)
    companion.start()
    result = work()
    finished.set()
    return result
