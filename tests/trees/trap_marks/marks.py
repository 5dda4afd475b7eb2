"""What marked tests look at."""


def wrong(number):
    return number + 1


def loose(number):
    return number - 1


def only_value_error(text):
    if text == "bad":
        raise ValueError("bad")
    return int(text)


def supported():
    return True


def answer():
    return 42


FEATURES = {"fast": True}


def version():
    return (2, 1)
