"""A first-party function that imports another module when it is called."""


def quarter(number):
    from .inside import double

    return number / double(2)
