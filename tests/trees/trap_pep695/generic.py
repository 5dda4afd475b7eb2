"""Generic functions, classes and aliases."""

type Pair[T] = tuple[T, T]


def first[T](items: list[T], default: T | None = None) -> T | None:
    if items:
        return items[0]
    return default


def bounded[T: (int, str)](value: T) -> T:
    def twice() -> T:
        return value + value

    return twice()


class Stack[T]:
    limit = 1 + 1

    def __init__(self) -> None:
        self.items: list[T] = []

    def push(self, item: T) -> bool:
        if len(self.items) >= self.limit:
            return False
        self.items.append(item)
        return True

    def map[R](self, change) -> list[R]:
        return [change(item) for item in self.items]


class Named[T](Stack[T]):
    def push(self, item: T) -> bool:
        return super().push(item) and bool(item)
