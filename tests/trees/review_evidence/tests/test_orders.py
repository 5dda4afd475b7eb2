import socket
from unittest.mock import Mock, patch

import pytest

from shop import orders


def test_total_of_two_lines():
    assert orders.total([{"amount": 2}, {"amount": 3}]) == 5


def test_overdue_orders_are_listed():
    for order in orders.overdue([{"days": 3}]):
        assert order["days"] > 30  # expect: ET102


@pytest.mark.parametrize("days", [3, 40])
def test_overdue_for_each_age(days):
    for order in orders.overdue([{"days": days}]):
        assert order["days"] > 30


def test_mock_answers():  # expect: ET105
    repository = Mock()
    repository.count.return_value = 3
    assert repository.count() == 3


def test_reminder_is_sent():
    with patch("shop.mail.send") as send:
        orders.remind("a@example.com")
    send.assert_called_once_with("a@example.com", "do not forget")


def test_total_sends_nothing_anywhere():
    with patch("shop.mail.smtplib.SMTP"):  # expect: ET208
        assert orders.total([{"amount": 1}]) == 1


def test_total_sends_no_mail():
    with patch("shop.orders.send") as send:
        assert orders.total([{"amount": 1}]) == 1
    send.assert_not_called()


def test_first_name_is_number_one():  # expect: ET403
    assert orders.remember("a") == 1


def test_second_name_is_remembered():
    assert orders.remember("b") >= 1


def test_reaches_out():  # expect: ET407
    with pytest.raises(OSError):
        socket.create_connection(("192.0.2.1", 9), timeout=0.01)
    assert orders.total([{"amount": 4}]) == 4


def test_reaches_itself():
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname()).close()
    assert orders.total([{"amount": 5}]) == 5


def test_export_is_written():  # expect: ET410
    with open("export.txt", "w") as file:
        file.write(str(orders.total([{"amount": 6}])))
    assert open("export.txt").read() == "6"


def test_export_is_replaced(tmp_path):
    with open("export.txt", "w") as file:
        file.write(str(orders.total([{"amount": 7}])))
    (tmp_path / "own.txt").write_text("own")
    assert open("export.txt").read() == "7"
