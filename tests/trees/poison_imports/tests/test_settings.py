from settings import TABLE


def test_the_table_is_complete():
    assert TABLE == [0, 1, 2]
