import beta


def test_its_name():
    assert beta.name() == "alpha-beta"
