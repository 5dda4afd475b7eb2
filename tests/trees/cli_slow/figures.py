"""Many places to change, one test."""


def total(a, b, c, d):
    """Adds some things up."""
    first = a + b * 2
    second = b - c * 3
    third = c * d + 4
    fourth = d - a * 5
    fifth = first * second - 6
    sixth = third * fourth - 7
    return [first, second, third, fourth, fifth, sixth]
