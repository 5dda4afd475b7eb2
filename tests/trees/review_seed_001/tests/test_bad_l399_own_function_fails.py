from unittest.mock import patch


def test_internal_error_handling(client):
    with patch("app.services.process_data") as mock:  # expect: ET202
        mock.side_effect = Exception("Database error")
        response = client.post("/process")
        assert response.status_code == 500
        assert "error" in response.json()
