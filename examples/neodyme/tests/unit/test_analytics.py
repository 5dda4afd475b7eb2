"""Events, as the collector reads them."""

import json
import logging

import pytest
from neodyme.models import User
from neodyme.services.analytics_service import LoggedAnalyticsService, get_analytics_service

pytestmark = pytest.mark.unit


async def test_an_event_is_one_line_of_json_without_the_address(caplog):
    """What happened and to whom, by number.

    REAL BUG THIS CATCHES: addresses of users go to whoever reads the logs; or the line is no JSON, and nothing is counted.
    """
    caplog.set_level(logging.INFO, logger="neodyme.analytics")
    ada = User(id=7, email="ada@example.com", full_name="Ada", hashed_password="")

    await get_analytics_service().track_event("user_login", ada)

    (record,) = caplog.records
    assert json.loads(record.getMessage()) == {"event_type": "user_login", "user_id": 7}
    assert (record.name, record.levelname) == ("neodyme.analytics", "INFO")
    assert isinstance(get_analytics_service(), LoggedAnalyticsService)
