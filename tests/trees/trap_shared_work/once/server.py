"""Started once for all tests."""


def start(log):
    log.append("started")
    return {"port": 80 + 1, "log": log}


def configure():
    return "configured"


def stop(log):
    log.append("stopped")
    if len(log) != 2:
        raise RuntimeError(f"stopped {log}")
