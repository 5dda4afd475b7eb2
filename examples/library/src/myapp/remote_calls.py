"""Asks the two remote services that the application depends on."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

# Used through their modules, so that a test can put a double at this boundary.
import external_api
import external_service

from .errors import ServiceError

__all__ = ["my_async_function", "my_function_that_calls_api"]


def my_function_that_calls_api() -> Mapping[str, object]:
    """The answer of `external_api`, unchanged. Raises ServiceError when there is none."""
    try:
        answer = external_api.call_service()
    except OSError as error:
        raise ServiceError(f"external_api did not answer: {error}; check the network and try again") from error
    return _mapping("external_api", answer)


async def my_async_function(timeout: float = 10.0) -> Mapping[str, object]:
    """The data of `external_service`, unchanged. Raises ServiceError when there is none after `timeout` seconds."""
    try:
        async with asyncio.timeout(timeout):
            answer = await external_service.api_client.fetch_data()
    except TimeoutError as error:
        raise ServiceError(f"external_service did not answer within {timeout} seconds; try again later") from error
    except OSError as error:
        raise ServiceError(f"external_service did not answer: {error}; check the network and try again") from error
    return _mapping("external_service", answer)


def _mapping(service: str, answer: object) -> Mapping[str, object]:
    if not isinstance(answer, Mapping):
        raise ServiceError(f"{service} must answer with a mapping, got {answer!r}; has its interface changed?")
    return answer
