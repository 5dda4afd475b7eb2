"""Used by the conftest file at import, in fixtures and in hooks."""


def _start():
    return 10


START = _start()


class Depot:
    capacity = START * 2

    def __init__(self):
        self.items = [START]

    def add(self, item):
        if len(self.items) < self.capacity:
            self.items.append(item)
        return len(self.items)


def is_wanted(name):
    return not name.endswith("_unwanted")


def sizes():
    return [1, 2]
