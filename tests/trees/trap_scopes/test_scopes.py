import scopes


def test_total():
    before = scopes.TOTAL
    assert scopes.add_to_total(2) == before + 2
    assert scopes.TOTAL == before + 2


def test_counter():
    up, down = scopes.counter(5)
    assert up() == 6
    assert down() == 5


def test_nested():
    assert scopes.join("b") == "ab"


def test_loud():
    loud = scopes.Loud("ann")
    assert loud.greet() == "hello ANN!"
    assert loud.kind() == "Loud"


def test_safe():
    assert scopes.Safe().open() == 6


def test_local_class():
    assert scopes.local_class(2).area() == 6


def test_walrus():
    assert scopes.walrus([1, 2]) == [4]
