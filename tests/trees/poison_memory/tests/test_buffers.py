from buffers import LIMIT, buffer, gather, length_by_a_copy


def test_a_huge_request_gets_the_limit():
    assert len(buffer(50 << 30)) == LIMIT


def test_three_pieces_are_three_pieces():
    assert gather(3) == 3


def test_a_copy_gets_the_limit():
    assert length_by_a_copy(50 << 30)
