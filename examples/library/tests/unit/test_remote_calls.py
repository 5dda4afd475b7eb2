"""The two remote services; doubles stand only where other people's packages begin."""

import asyncio

import pytest
from myapp import ServiceError, my_async_function, my_function_that_calls_api

pytestmark = pytest.mark.unit


class Service:
    """A double of the vendor's asynchronous client that behaves as the given coroutine function does."""

    def __init__(self, fetch_data):
        self.fetch_data = fetch_data


def test_the_answer_of_the_api_is_returned(monkeypatch):
    """Unchanged.

    REAL BUG THIS CATCHES: my_function_that_calls_api() drops or renames fields, and callers miss the status of their
    order.
    """
    monkeypatch.setattr("external_api.call_service", lambda: {"status": "success", "order": 7})

    assert my_function_that_calls_api() == {"status": "success", "order": 7}


@pytest.mark.parametrize("error", [ConnectionError("host is down"), TimeoutError("host is down")])
def test_an_api_that_does_not_answer_is_named(monkeypatch, error):
    """With the vendor's reason and what to do; the vendor's error stays attached for the log.

    REAL BUG THIS CATCHES: my_function_that_calls_api() lets the vendor's error through, and callers who handle
    ServiceError crash; or it hides the reason from whoever is on call.
    """

    def fail():
        raise error

    monkeypatch.setattr("external_api.call_service", fail)

    with pytest.raises(ServiceError) as caught:
        my_function_that_calls_api()

    assert str(caught.value) == "external_api did not answer: host is down; check the network and try again"
    assert caught.value.__cause__ is error


def test_an_answer_of_the_api_that_is_no_mapping_is_shown(monkeypatch):
    """Vendors change their interfaces.

    REAL BUG THIS CATCHES: my_function_that_calls_api() passes on a maintenance page as if it were an answer, and the
    failure shows somewhere else much later.
    """
    monkeypatch.setattr("external_api.call_service", lambda: "<h1>Maintenance</h1>")

    with pytest.raises(ServiceError) as caught:
        my_function_that_calls_api()

    assert str(caught.value) == (
        "external_api must answer with a mapping, got '<h1>Maintenance</h1>'; has its interface changed?"
    )


def test_the_data_of_the_service_are_returned(monkeypatch):
    """Unchanged, and awaited.

    REAL BUG THIS CATCHES: my_async_function() forgets to await fetch_data(), and callers get a coroutine where they
    expect data.
    """

    async def fetch_data():
        await asyncio.sleep(0)
        return {"data": "test"}

    monkeypatch.setattr("external_service.api_client", Service(fetch_data))

    assert asyncio.run(my_async_function()) == {"data": "test"}


def test_a_service_that_fails_is_named(monkeypatch):
    """With the vendor's reason and what to do.

    REAL BUG THIS CATCHES: my_async_function() lets the vendor's error through, and callers who handle ServiceError
    crash.
    """
    error = ConnectionError("host is down")

    async def fetch_data():
        raise error

    monkeypatch.setattr("external_service.api_client", Service(fetch_data))

    with pytest.raises(ServiceError) as caught:
        asyncio.run(my_async_function())

    assert str(caught.value) == "external_service did not answer: host is down; check the network and try again"
    assert caught.value.__cause__ is error


def test_a_silent_service_is_given_up(monkeypatch):
    """And its call is cancelled, so that it does not go on in the background.

    REAL BUG THIS CATCHES: my_async_function() waits for ever, and one silent vendor stops the whole application.
    """
    cancelled = []

    async def fetch_data():
        try:
            async with asyncio.timeout(1):  # so that this test ends, whatever happens
                await asyncio.Event().wait()
        except asyncio.CancelledError:
            cancelled.append(True)
            raise

    monkeypatch.setattr("external_service.api_client", Service(fetch_data))

    with pytest.raises(ServiceError) as caught:
        asyncio.run(my_async_function(timeout=0.01))

    assert str(caught.value) == "external_service did not answer within 0.01 seconds; try again later"
    assert isinstance(caught.value.__cause__, TimeoutError)
    assert cancelled == [True]


def test_a_service_has_ten_seconds_by_default(monkeypatch):
    """As promised to the vendor; the service itself sees its deadline, so nobody has to wait for it.

    REAL BUG THIS CATCHES: the default time limit of my_async_function() changes, and slow answers are lost or a
    silent vendor blocks for minutes.
    """

    async def fetch_data():
        raise TimeoutError

    monkeypatch.setattr("external_service.api_client", Service(fetch_data))

    with pytest.raises(ServiceError, match=r"within 10\.0 seconds"):
        asyncio.run(my_async_function())


def test_data_of_the_service_that_are_no_mapping_are_shown(monkeypatch):
    """None is an answer of many clients that failed.

    REAL BUG THIS CATCHES: my_async_function() passes None on, and the failure shows somewhere else much later.
    """

    async def fetch_data():
        return None

    monkeypatch.setattr("external_service.api_client", Service(fetch_data))

    with pytest.raises(
        ServiceError, match=r"^external_service must answer with a mapping, got None; has its interface "
    ):
        asyncio.run(my_async_function())


def test_without_the_real_packages_both_services_are_unreachable():
    """The stand-ins of this repository say what they are.

    REAL BUG THIS CATCHES: somebody deploys the stand-ins, they invent answers, and nobody notices that no order goes
    out.
    """
    with pytest.raises(ServiceError, match="the external_api stand-in reaches no service"):
        my_function_that_calls_api()
    with pytest.raises(ServiceError, match="the external_service stand-in reaches no service"):
        asyncio.run(my_async_function())
