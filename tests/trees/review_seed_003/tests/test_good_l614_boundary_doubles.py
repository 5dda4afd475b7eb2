from __future__ import annotations

from decimal import Decimal
from typing import Any
from unittest.mock import MagicMock, patch

import pytest
from myapp.services import PaymentService, UserService


class TestUserService:
    """Demonstrate mock patterns for service-layer testing."""

    @patch("myapp.services.user_service.email_client")
    def test_send_welcome_email(self, mock_email_client: MagicMock) -> None:
        """Patch an imported module-level object."""
        mock_email_client.send.return_value = {"message_id": "abc123"}

        service = UserService()
        result = service.register_user(name="Alice", email="alice@example.com")

        mock_email_client.send.assert_called_once_with(
            to="alice@example.com",
            subject="Welcome to MyApp",
            template="welcome",
            context={"name": "Alice"},
        )
        assert result.email_sent is True


class TestPaymentService:
    """Demonstrate side_effect for complex mock behavior."""

    def test_retry_on_transient_failure(self) -> None:
        """Use side_effect with a list to simulate retry scenarios."""
        mock_gateway = MagicMock()
        mock_gateway.charge.side_effect = [
            ConnectionError("timeout"),
            ConnectionError("timeout"),
            {"transaction_id": "txn_789", "status": "success"},
        ]

        service = PaymentService(gateway=mock_gateway)
        result = service.charge_with_retry(
            amount=Decimal("49.99"),
            card_token="tok_abc",
            max_retries=3,
        )

        assert result["status"] == "success"
        assert mock_gateway.charge.call_count == 3

    def test_side_effect_as_function(self) -> None:
        """Use side_effect as a callable for dynamic responses."""

        def dynamic_charge(amount: Decimal, **kwargs: Any) -> dict[str, Any]:
            if amount > Decimal("1000"):
                raise PaymentService.FraudDetectedError("Amount exceeds threshold")
            return {"transaction_id": "txn_001", "status": "success"}

        mock_gateway = MagicMock()
        mock_gateway.charge.side_effect = dynamic_charge

        service = PaymentService(gateway=mock_gateway)

        result = service.process_payment(amount=Decimal("50.00"))
        assert result["status"] == "success"

        with pytest.raises(PaymentService.FraudDetectedError):
            service.process_payment(amount=Decimal("5000.00"))
