"""Tells customers what happened."""

from shop.mail import send


def greet(address):
    send(address, "welcome")
