LAYERS = 1 + 1


def wrap(thing):
    return "<" * LAYERS + thing
