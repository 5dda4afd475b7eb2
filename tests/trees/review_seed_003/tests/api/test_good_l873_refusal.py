"""X22: an error status alone is tolerated where access is refused: information, no warning."""

from http import HTTPStatus

from flask.testing import FlaskClient


class TestUserAPI:
    def test_unauthenticated_request(self, client: FlaskClient) -> None:  # expect[info]: ET107
        """Requests without auth should return 401."""
        response = client.get("/api/v1/users")
        assert response.status_code == HTTPStatus.UNAUTHORIZED
