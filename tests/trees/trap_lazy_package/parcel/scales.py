def _unit():
    return 10


UNIT = _unit()


def weigh(thing):
    return len(thing) * UNIT
