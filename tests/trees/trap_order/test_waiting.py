import waiting


def test_a_joins():
    waiting.join("ann")


def test_b_needs_the_one_before():
    assert waiting.front() == "ann"


def test_c_greets():
    assert waiting.greet("bob") == "hello bob"


def test_d_counts():
    assert waiting.size() >= 0
