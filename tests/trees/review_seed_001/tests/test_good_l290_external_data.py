from unittest.mock import patch

import pytest


@pytest.fixture
def mock_external_api():
    with patch("app.services.external_api.client") as mock:
        mock.get_data.return_value = {"status": "ok"}
        yield mock


def test_with_external_api(client, mock_external_api):
    response = client.get("/external-data")
    assert response.status_code == 200
    assert response.json() == {"status": "ok"}
    mock_external_api.get_data.assert_called_once()
