"""Functions that ask other services and give on what those say."""

import external_api
import external_service


def my_function_that_calls_api():
    return dict(external_api.call_service())


async def my_async_function():
    return dict(await external_service.api_client.fetch_data())
