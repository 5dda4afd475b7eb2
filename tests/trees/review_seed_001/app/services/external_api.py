"""Somebody else's service."""

import httpx


class Client:
    def get_data(self):
        return httpx.get("https://api.example.com/data").json()


client = Client()
