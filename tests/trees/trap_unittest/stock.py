"""Seen by unittest classes only."""


def connect():
    return {"apple": 2}


def price(name, count):
    if count < 1:
        raise ValueError(f"count {count}")
    return len(name) * count


def broken(number):
    return number + 1


def tidy(log):
    log.append("tidied")


def available(name):
    return name == "linux"


async def later(number):
    return number * 2


def module_value():
    return 3
