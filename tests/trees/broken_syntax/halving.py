"""Does not parse."""


def half(number)
    return number / 2
