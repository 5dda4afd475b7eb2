from .. import VERSION, core
from .support import grown


def test_grown():
    assert grown() == 6


def test_version():
    assert VERSION == "1.0"


def test_shrink_is_only_run():
    core.shrink(1)
