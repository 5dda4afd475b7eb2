from ..scale import Scale


def small_scale():
    return Scale(10)
