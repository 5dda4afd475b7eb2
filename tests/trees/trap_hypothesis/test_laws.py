import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from laws import Tally, clamp, decode, encode, rare, size


@given(st.integers(), st.integers(0, 5), st.integers(6, 9))
def test_clamp(number, low, high):
    assert low <= clamp(number, low, high) <= high


@settings(max_examples=30)
@given(st.text(st.characters(min_codepoint=97, max_codepoint=122)))
def test_there_and_back(text):
    assert decode(encode(text)) == text


@pytest.mark.parametrize("sign", [1, -1])
@given(number=st.integers(0, 50))
def test_rare(sign, number):
    assert rare(sign * number) == number


@given(st.lists(st.integers(), max_size=size()))
def test_size(numbers):
    assert len(numbers) <= 10


class Machine(RuleBasedStateMachine):
    def __init__(self):
        super().__init__()
        self.tally = Tally()

    @rule(number=st.integers(0, 3))
    def add(self, number):
        self.tally.add(number)

    @rule()
    def clear(self):
        self.tally.clear()
        assert self.tally.count == 0

    @invariant()
    def is_natural(self):
        assert self.tally.count >= 0


TestTally = Machine.TestCase
TestTally.settings = settings(max_examples=40, stateful_step_count=10)
