"""Numbers in words.

>>> WORDS[1]
'one'
"""

WORDS = {1: "one", 2: "two"}


def say(number):
    """
    >>> say(2)
    'two!'
    >>> say(5)
    Traceback (most recent call last):
    ...
    LookupError: no word for 5
    """
    if number not in WORDS:
        raise LookupError(f"no word for {number}")
    return WORDS[number] + "!"


class Speaker:
    """
    >>> Speaker(1).speak()
    1
    """

    def __init__(self, times):
        self.times = times

    def speak(self):
        self.last = say(1)
        return self.times


def in_text(number):
    return [number] * 2


def silent(number):
    """
    >>> _ = silent(3)
    """
    return number - 1
