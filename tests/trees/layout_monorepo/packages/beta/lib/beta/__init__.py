import alpha


def name():
    return alpha.name() + "-beta"
