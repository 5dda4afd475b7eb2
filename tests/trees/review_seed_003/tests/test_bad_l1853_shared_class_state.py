class TestBad:
    results: list[str] = []  # Shared across all tests in this class!  # expect: ET402

    def test_one(self) -> None:  # expect[opt-in]: ET708
        self.results.append("one")
        assert len(self.results) == 1  # Might fail if test_two runs first

    def test_two(self) -> None:  # expect[opt-in]: ET708
        self.results.append("two")
        assert len(self.results) == 1  # Will fail if test_one runs first
