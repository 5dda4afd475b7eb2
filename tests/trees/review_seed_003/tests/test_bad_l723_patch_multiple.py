from __future__ import annotations

from unittest.mock import MagicMock, patch

from myapp.services import NotificationService


class TestNotificationService:
    @patch.multiple(
        "myapp.services.notification_service",
        sms_client=MagicMock(),
        push_client=MagicMock(),
        email_client=MagicMock(),
    )
    def test_patch_multiple_dependencies(self, **mocks: MagicMock) -> None:  # expect: ET101
        """Patch multiple module-level objects at once."""
        service = NotificationService()
        service.broadcast(user_id="u123", message="System update")
        # Each client's send method should be called
