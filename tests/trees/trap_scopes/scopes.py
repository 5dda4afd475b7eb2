"""Closures, cells and mangled names."""

TOTAL = 0


def add_to_total(amount):
    global TOTAL
    TOTAL += amount
    return TOTAL


def counter(start):
    count = start

    def up(step=1):
        nonlocal count
        count += step
        return count

    def down():
        return up(-1)

    return up, down


def outer(left):
    def middle(right):
        def inner():
            return left + right

        return inner()

    return middle


join = outer("a")


class Base:
    def __init__(self, name):
        self.name = name

    def greet(self):
        return "hello " + self.name


class Loud(Base):
    def __init__(self, name):
        super().__init__(name.upper())
        self.loud = True

    def greet(self):
        text = super().greet()
        return text + "!"

    def kind(self):
        return __class__.__name__


class Safe:
    __secret = 4

    def __init__(self):
        self.__left = 3

    def __take(self):
        self.__left -= 1
        return self.__left

    def open(self):
        return self.__take() + self.__secret


def local_class(size):
    class Box:
        width = size + 1

        def area(self):
            return self.width * size

    return Box()


def walrus(numbers):
    return [last for number in numbers if (last := number * 2) > 2]
