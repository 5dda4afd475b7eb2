import generic


def test_first():
    assert generic.first([3, 4]) == 3
    assert generic.first([], 5) == 5


def test_bounded():
    assert generic.bounded("a") == "aa"


def test_stack():
    stack = generic.Stack[int]()
    assert stack.push(1)
    assert stack.push(2)
    assert not stack.push(3)
    assert stack.map(str) == ["1", "2"]


def test_named():
    assert not generic.Named[str]().push("")


def test_alias():
    assert generic.Pair.__name__ == "Pair"
