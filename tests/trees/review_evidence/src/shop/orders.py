"""Takes orders."""

import threading

from shop import mail
from shop.mail import send

_LOCK = threading.Lock()  # expect: ET604
_SEEN = []


class OrderError(Exception):
    """It cannot be taken."""


def total(lines):
    if not lines:
        raise OrderError("no lines")  # expect: ET601
    for line in lines:
        if line["amount"] < 0:
            raise OrderError(f"negative amount {line['amount']}")
    return sum(line["amount"] for line in lines)


def invoice(lines):
    return f"to pay: {total(lines)}"


def confirm(address):
    send(address, "confirmed")


def remind(address):
    mail.send(address, "do not forget")


def report(lines):
    return [total(lines), overdue(lines), grade(lines)]


def remember(name):
    with _LOCK:
        _SEEN.append(name)
        return len(_SEEN)


def shelves(orders):
    number_of = {True: 1}
    return [number_of[order["amount"] == 0] for order in orders]


def grade(order):
    gift = order["amount"] == 0
    new = order["days"] == 0
    odd = order["amount"] == 13
    return [gift, new, odd]


def overdue(orders):
    return [order for order in orders if order["days"] > 30]
