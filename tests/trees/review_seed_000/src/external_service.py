"""Somebody else's asynchronous service."""

import httpx


class Client:
    async def fetch_data(self):
        async with httpx.AsyncClient() as http:
            return (await http.get("https://data.example.com/all")).json()


api_client = Client()
