"""A process that belongs to nobody."""

import os
import signal


def run_daemon():
    """Starts a process that belongs to nobody, has it say its id, and ends it."""
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.setsid()
        if os.fork() == 0:
            os.setsid()
            os.write(writer, str(os.getpid()).encode())
            signal.pause()
        os._exit(0)
    os.waitpid(pid, 0)
    daemon = int(os.read(reader, 20))
    os.kill(daemon, signal.SIGKILL)
    return daemon


def tell(message, send):
    """Sends it from a copy of this process, and does not wait for that."""
    pid = os.fork()
    if pid == 0:
        send(message)
        os._exit(0)
    return pid
