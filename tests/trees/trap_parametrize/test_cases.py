import pytest
from cases import LEVELS, Config, cases, double, label, limits


@pytest.mark.parametrize(("number", "expected"), cases(), ids=label)
def test_double(number, expected):
    assert double(number) == expected


@pytest.mark.parametrize("level", LEVELS)
def test_level(level):
    assert level in {"low", "high"}


@pytest.fixture(params=Config.modes, ids=[label(mode) for mode in Config.modes])
def mode(request):
    return Config().mode(request.param)


def test_mode(mode):
    assert mode in (0, 1)


@pytest.mark.parametrize("limit", limits())
@pytest.mark.parametrize("extra", [1])
class TestLimits:
    def test_limit(self, limit, extra):
        assert limit + extra < 3
