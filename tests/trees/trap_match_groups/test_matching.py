import matching
import pytest


def fail(error):
    def job():
        raise error

    return job


def test_area():
    assert matching.area({"kind": "square", "side": 3}) == 9
    assert matching.area(("circle", 2)) == 12
    assert matching.area([1, 2, 3]) == 2
    assert matching.area(5) == 0


def test_unknown():
    with pytest.raises(TypeError, match="blob"):
        matching.area("blob")


def test_summary():
    jobs = [fail(ValueError(1)), fail(KeyError(2)), fail(ValueError(3))]
    assert matching.summary(jobs) == [("value", 2), ("lookup", 1), ("end", 3)]
    assert matching.summary([]) == [("fine", 0), ("end", 0)]
