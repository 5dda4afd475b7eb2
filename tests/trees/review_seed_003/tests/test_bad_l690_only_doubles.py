from __future__ import annotations

from unittest.mock import MagicMock, Mock, call

from myapp.services import NotificationService


class TestNotificationService:
    """Demonstrate spec-based mocking and call assertions."""

    def test_spec_mock_prevents_typos(self) -> None:  # expect[preview]: ET204  # expect[evidence]: ET105
        """Use spec to catch attribute errors on mocks."""
        mock_notifier = Mock(spec=NotificationService)

        # This would raise AttributeError because send_sms is not in the spec:
        # mock_notifier.send_sms("123", "hello")

        mock_notifier.send_push_notification(user_id="u123", message="Hello")
        mock_notifier.send_push_notification.assert_called_once()

    def test_assert_call_order(self) -> None:  # expect[preview]: ET209  # expect[evidence]: ET105
        """Verify that methods are called in a specific order."""
        mock_notifier = MagicMock()

        mock_notifier.connect()
        mock_notifier.authenticate(token="abc")
        mock_notifier.send(message="hello")
        mock_notifier.disconnect()

        expected_calls = [
            call.connect(),
            call.authenticate(token="abc"),
            call.send(message="hello"),
            call.disconnect(),
        ]
        mock_notifier.assert_has_calls(expected_calls, any_order=False)
