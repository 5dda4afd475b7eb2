"""Feeds the parametrization."""


def cases():
    return [(1, 2), (2, 4)]


def label(value):
    return f"v{value}"


def double(number):
    return number * 2


LEVELS = ["low", "high"]


class Config:
    modes = ("a", "b")

    def mode(self, name):
        return self.modes.index(name)


def limits():
    for number in range(2):
        yield number
