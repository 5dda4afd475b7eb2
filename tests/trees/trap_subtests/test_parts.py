import pytest

import parts


@pytest.mark.parametrize("number", [5, 7])
def test_half(subtests, number):
    with subtests.test("half", number=number):
        assert parts.half(number) == {5: 2, 7: 3}[number]
    with subtests.test("name"):
        assert parts.name(number).startswith("part")


def test_skipped_part(subtests):
    with subtests.test("skipped"):
        if parts.size(1) == 4:
            pytest.skip("only this part")
        assert parts.size(1) == 0
