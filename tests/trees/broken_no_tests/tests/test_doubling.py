from doubling import double


def check_that_it_doubles():
    assert double(2) == 4
