"""X22: an error status alone is tolerated where access is refused: information, no warning."""


def test_unauthorized(client):  # expect[info]: ET107
    response = client.get("/protected")
    assert response.status_code == 401


def test_forbidden(user_client):  # expect[info]: ET107
    response = user_client.delete("/admin/users/1")
    assert response.status_code == 403
