"""What others import by name."""

__all__ = ["circle_like", "square"]


def square(side):
    return side * side


def circle_like(radius):
    if radius < 0:
        raise ValueError(f"negative radius {radius}")
    return 3 * square(radius)
