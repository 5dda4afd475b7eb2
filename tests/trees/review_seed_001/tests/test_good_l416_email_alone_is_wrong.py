import pytest


@pytest.mark.parametrize(
    "invalid_email",
    [
        "",
        "notanemail",
        "@nodomain.com",
        "missing@.com",
        "a" * 256 + "@test.com",
    ],
)
def test_email_validation(client, invalid_email):
    response = client.post("/users/", json={"email": invalid_email, "name": "Test", "password": "x"})
    assert response.status_code == 422
    assert [error["loc"] for error in response.json()["detail"]] == [["body", "email"]]
