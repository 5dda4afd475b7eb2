"""Stands for a vendor's package with a blocking client; in production the real one is installed instead."""

from __future__ import annotations

__all__ = ["call_service"]


def call_service() -> dict[str, object]:
    """Asks the vendor's service and returns its answer, e.g. `{"status": "success"}`."""
    raise ConnectionError("the external_api stand-in reaches no service")
