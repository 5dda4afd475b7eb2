from __future__ import annotations

from datetime import datetime, timezone
from unittest.mock import MagicMock, patch

from myapp.services import UserService


class TestUserService:
    @patch("myapp.services.user_service.datetime")  # expect: ET409
    def test_user_created_with_current_timestamp(self, mock_datetime: MagicMock) -> None:
        """Mock datetime to control time-dependent logic."""
        fixed_now = datetime(2026, 1, 15, 12, 0, 0, tzinfo=timezone.utc)
        mock_datetime.now.return_value = fixed_now
        mock_datetime.side_effect = lambda *a, **kw: datetime(*a, **kw)

        service = UserService()
        user = service.register_user(name="Bob", email="bob@example.com")

        assert user.created_at == fixed_now
