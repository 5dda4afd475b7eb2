"""Somebody else's service."""

import httpx


def call_service():
    return httpx.get("https://api.example.com/status").json()
