"""Below a namespace package, which has no file of its own."""

FACTOR = 10 * 10


def metres(centimetres):
    return centimetres / FACTOR
