from __future__ import annotations

from http import HTTPStatus
from typing import Any

from flask.testing import FlaskClient


class TestUserAPI:
    """Integration tests for the User API endpoints."""

    def test_create_user(self, auth_client: FlaskClient, db: Any) -> None:
        response = auth_client.post(
            "/api/v1/users",
            json={"name": "Alice", "email": "alice@example.com", "role": "editor"},
        )

        assert response.status_code == HTTPStatus.CREATED
        data = response.get_json()
        assert data["name"] == "Alice"
        assert data["email"] == "alice@example.com"
        assert "id" in data

    def test_create_user_duplicate_email(self, auth_client: FlaskClient, db: Any) -> None:
        """Duplicate emails should return 409 Conflict."""
        payload = {"name": "Alice", "email": "alice@example.com", "role": "editor"}
        auth_client.post("/api/v1/users", json=payload)
        response = auth_client.post("/api/v1/users", json=payload)

        assert response.status_code == HTTPStatus.CONFLICT
        assert "already registered" in response.get_json()["error"]

    def test_create_user_validation_error(self, auth_client: FlaskClient) -> None:
        """Invalid payloads should return 422."""
        response = auth_client.post(
            "/api/v1/users",
            json={"name": "", "email": "not-an-email"},
        )

        assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
        errors = response.get_json()["errors"]
        assert "name" in errors
        assert "email" in errors

    def test_list_users_pagination(self, auth_client: FlaskClient, db: Any) -> None:
        """Verify pagination parameters work correctly."""
        for i in range(25):
            auth_client.post(
                "/api/v1/users",
                json={"name": f"User {i}", "email": f"user{i}@example.com", "role": "viewer"},
            )

        response = auth_client.get("/api/v1/users?page=2&per_page=10")
        assert response.status_code == HTTPStatus.OK
        data = response.get_json()
        assert len(data["items"]) == 10
        assert data["total"] == 25
        assert data["page"] == 2


class TestFlaskAppContext:
    """Tests that require Flask app or request context."""

    def test_app_context_access(self, app: Any) -> None:
        """Access current_app within app context."""
        from flask import current_app

        with app.app_context():
            assert current_app.config["TESTING"] is True

    def test_request_context(self, app: Any) -> None:
        """Access request object within request context."""
        from flask import request

        with app.test_request_context("/api/v1/users?page=2", method="GET"):
            assert request.path == "/api/v1/users"
            assert request.args["page"] == "2"
