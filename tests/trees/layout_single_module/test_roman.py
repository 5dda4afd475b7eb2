import roman


def test_a_smaller_digit_in_front_is_taken_off():
    assert roman.value("XIV") == 14
