"""Has a boundary that tests replace."""


def fetch(name):
    return len(name)


def price(name, rate=2):
    return fetch(name) * rate


class Till:
    def __init__(self, start):
        self.money = start

    def take(self, amount):
        self.money += amount
        return self.money


def sell(till, name):
    return till.take(price(name))
