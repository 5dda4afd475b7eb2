"""One function."""


def double(number):
    """Twice as much."""
    return number * 2
