from captured import kept
from captured.commands import REGISTRY, greet
from captured.fields import Base, Left, Level, Point
from click.testing import CliRunner


def test_command():
    assert CliRunner().invoke(greet, ["ann"]).output == "ANN!\nANN!\n"


def test_registry():
    assert REGISTRY["shout"]("a") == "A!"


def test_partial():
    assert kept.double(4) == 8
    assert kept.TABLE["triple"](2) == 6


def test_default():
    assert kept.with_default(1) == 8


def test_bound_method():
    assert kept.tick() > 0
    assert kept.first(kept.Counter()) == 2


def test_dataclass():
    assert Point() == Point(2)
    assert Point().size == 3


def test_enum():
    assert Level.of(" high ") == 5
    assert Level.HIGH.above(Level.LOW)


def test_subclasses():
    assert Base.kinds == ["left", "Right"]


def test_descriptor():
    assert Left.amount == "_amount"
    assert Left().amount == 0
