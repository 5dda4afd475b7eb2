import pytest

import parts


@pytest.mark.parametrize("number", [4, 6])
def test_half(subtests, number):
    with subtests.test("half", number=number):
        assert parts.half(number) == {4: 2, 6: 3}[number]
    with subtests.test("name"):
        assert parts.name(number).startswith("part")


def test_skipped_part(subtests):
    with subtests.test("skipped"):
        if parts.size(1) == 4:
            pytest.skip("only this part")
        assert parts.size(1) == 0
