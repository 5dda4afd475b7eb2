from settings import LANGUAGE


def greet(name):
    return ("Hallo" if LANGUAGE == "de" else "Hello") + f", {name}"
