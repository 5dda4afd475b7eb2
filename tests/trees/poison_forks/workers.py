"""Processes, a few and for a purpose."""

import os
import signal
import subprocess
import sys


def start_workers(wanted):
    """Starts processes that wait until somebody ends them; returns their ids."""
    started = []
    while len(started) < wanted:
        pid = os.fork()
        if pid == 0:
            signal.pause()
            os._exit(0)
        started.append(pid)
    return started


def end_workers(started):
    """Ends them and waits for each."""
    for pid in started:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)


def multiply(generations):
    """Runs one process after the other, each of which leaves at once; returns how many there were."""
    count = 0
    for _ in range(generations):
        pid = os.fork()
        if pid == 0:
            os._exit(0)
        count += 1
    for _ in range(count):
        os.wait()
    return count


def answer_of_a_copy(question):
    """Lets a copy of this process think, and returns what it said."""
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.write(writer, str(question * 2).encode())
        os._exit(0)
    os.close(writer)
    os.waitpid(pid, 0)
    return int(os.read(reader, 100))


def call_yourself(depth):
    """A chain of interpreters, each of which starts two more until the depth is used up."""
    if depth > 0:
        command = [sys.executable, __file__, str(depth - 1)]
        started = [subprocess.Popen(command, start_new_session=True) for _ in range(2)]
        return sum(process.wait() for process in started)
    return 0


if __name__ == "__main__":
    sys.exit(call_yourself(int(sys.argv[1])))
