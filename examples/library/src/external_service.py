"""Stands for a vendor's package with an asynchronous client; in production the real one is installed instead."""

from __future__ import annotations

__all__ = ["ApiClient", "api_client"]


class ApiClient:
    """The vendor's client."""

    async def fetch_data(self) -> dict[str, object]:
        """Fetches the vendor's data, e.g. `{"data": "..."}`."""
        raise ConnectionError("the external_service stand-in reaches no service")


api_client = ApiClient()
