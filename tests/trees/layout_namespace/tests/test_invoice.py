from acme.billing.invoice import total
from acme.mail import address


def test_lines_are_added_up():
    assert total([(2, 5), (1, 3)]) == 13


def test_an_address_is_one_of_acme():
    assert address("ann") == "ann@acme.example"
