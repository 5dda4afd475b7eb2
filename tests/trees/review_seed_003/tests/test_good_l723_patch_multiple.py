from __future__ import annotations

from unittest.mock import DEFAULT, MagicMock, patch

from myapp.services import NotificationService


class TestNotificationService:
    @patch.multiple(
        "myapp.services.notification_service", sms_client=DEFAULT, push_client=DEFAULT, email_client=DEFAULT
    )
    def test_patch_multiple_dependencies(self, **mocks: MagicMock) -> None:
        """Patch multiple module-level objects at once."""
        service = NotificationService()
        service.broadcast(user_id="u123", message="System update")
        mocks["sms_client"].send.assert_called_once_with(to="u123", message="System update")
        mocks["push_client"].send.assert_called_once_with(to="u123", message="System update")
        mocks["email_client"].send.assert_called_once_with(to="u123", message="System update")
