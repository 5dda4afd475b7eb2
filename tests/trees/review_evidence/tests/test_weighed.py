import time
from unittest.mock import patch

import pytest

from shop import compat, notices, orders

CLOCK = ("sleep",)


@pytest.fixture
def fast_clock(monkeypatch):
    for name in CLOCK:
        monkeypatch.setattr(time, name, lambda seconds: None)


def test_invoice_names_the_total():
    with patch("shop.orders.total", return_value=5):  # expect: ET202 confirmed
        assert orders.invoice([]) == "to pay: 5"


def test_export_carries_a_version():
    with patch("shop.compat.encode", return_value="x"):  # expect: ET202 withdrawn
        assert compat.exported([1]) == "v1:x"


def test_name_is_remembered_for_a_while():
    number = orders.remember("c")
    time.sleep(0.05)  # expect: ET401 confirmed
    assert orders.remember("d") == number + 1


def test_name_is_remembered_for_long(fast_clock):
    number = orders.remember("e")
    time.sleep(50)  # expect: ET401 withdrawn
    assert orders.remember("f") == number + 1


def test_a_gift_has_its_shelf():  # expect: ET101 withdrawn
    orders.shelves([{"amount": 0}])


def test_order_is_graded():  # expect: ET101 confirmed
    orders.grade({"amount": 1, "days": 2})


def test_nobody_cannot_be_remembered():
    with pytest.raises(TypeError) as error:
        orders.remember()
        assert "name" in str(error.value)  # expect: ET113 confirmed


def test_greeting_needs_a_server():
    with patch("shop.mail.send"):  # expect: ET210 confirmed
        with pytest.raises(OSError):
            notices.greet("a@example.com")


def test_report_has_three_parts():  # expect: ET205 confirmed
    with (
        patch("shop.orders.total", return_value=1),
        patch("shop.orders.overdue", return_value=[]),
        patch("shop.orders.grade", return_value=[]),
    ):
        assert orders.report([]) == [1, [], []]
