def test_two_and_two():
    assert 2 + 2 == 4
