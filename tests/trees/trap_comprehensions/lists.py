"""Comprehensions in all places."""


def grid(width, height):
    return [[x + y * width for x in range(width)] for y in range(height)]


def makers(numbers):
    return [lambda extra, number=number: number + extra for number in numbers]


def any_big(numbers, limit):
    return any(number > limit for number in numbers)


def by_length(words):
    return {len(word): word for word in words if word}


class Table:
    sizes = [size * 2 for size in range(3)]
    names = {name: name.upper() for name in ("a", "b")}

    def total(self):
        return sum({size + 1 for size in self.sizes})


SQUARES = tuple(number**2 for number in range(3))
