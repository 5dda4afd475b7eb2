from shapes import circle_like as c
from shapes import outline, quadrat
from shapes.area import square


def test_square():
    assert square(3) == 9


def test_by_other_name():
    assert quadrat(4) == 16


def test_circle():
    assert c(2) == 12


def test_outline():
    assert outline(3) == 5
