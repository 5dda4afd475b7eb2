"""Properties hold for these."""


def clamp(number, low, high):
    if number < low:
        return low
    if number > high:
        return high
    return number


def encode(text):
    return [ord(letter) + 1 for letter in text]


def decode(codes):
    return "".join(chr(code - 1) for code in codes)


def rare(number):
    if number == 123456789:
        return -1
    return abs(number)


def size():
    return 10


class Tally:
    def __init__(self):
        self.count = 0

    def add(self, number):
        self.count += number

    def clear(self):
        self.count = 0
