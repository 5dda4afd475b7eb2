"""Opened and closed by fixtures."""


class Room:
    def __init__(self, name):
        self.name = name
        self.closed = False

    def enter(self):
        if self.closed:
            raise RuntimeError(f"{self.name} is closed")
        return self.name

    def close(self):
        self.closed = True
        return self.closed


def default_name():
    return "hall"


def check(room):
    if not room.closed:
        raise AssertionError("left open")
