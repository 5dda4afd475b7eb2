from unittest.mock import patch


def test_internal_error_handling(client):
    with patch("app.services.external_api.client") as mock:
        mock.get_data.side_effect = OSError("no route to host")
        response = client.post("/process")
        assert response.status_code == 500
        assert response.json() == {"error": "no route to host"}
