"""Module state that tests share."""

LINE = []


def join(name):
    LINE.append(name)
    return len(LINE)


def front():
    return LINE[0]


def size():
    return len(LINE) + 0


def greet(name):
    return "hello " + name
