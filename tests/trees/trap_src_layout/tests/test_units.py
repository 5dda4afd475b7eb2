from acme.units import metres
from acme.units.names import plural


def test_metres():
    assert metres(250) == 2.5


def test_plural():
    assert plural("day") == "daies"
    plural("foot")
