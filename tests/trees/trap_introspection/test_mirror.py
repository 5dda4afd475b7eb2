import mirror


def test_who():
    assert mirror.who() == "who!"


def test_where():
    assert mirror.where() == "where"


def test_signature():
    assert mirror.signature(mirror.sample) == ["first", "second", "rest", "third"]
    assert mirror.sample(1) == 3


def test_lazy():
    assert mirror.is_lazy(mirror.lazy)
    assert not mirror.is_lazy(mirror.who)


def test_constants():
    assert mirror.constants() is not None
