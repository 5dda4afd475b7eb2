"""The payment provider."""

import httpx


def charge_card(card, amount):
    return httpx.post("https://pay.example.com/charges", json={"card": card, "amount": str(amount)}).json()
