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
def test_email_validation(client, invalid_email):  # expect: ET107
    response = client.post("/users/", json={"email": invalid_email, "name": "Test"})
    assert response.status_code == 422
