def assert_user_response(response, expected_email, status=200):
    assert response.status_code == status
    data = response.json()
    assert "id" in data
    assert data["email"] == expected_email
    assert "password" not in data  # Ensure password not exposed


def assert_paginated_response(response, expected_count=None):
    assert response.status_code == 200
    data = response.json()
    assert "items" in data
    assert "total" in data
    assert "page" in data
    if expected_count is not None:
        assert len(data["items"]) == expected_count
