from decimal import Decimal
from typing import Any


class FraudDetected(Exception):
    pass


class PaymentService:
    FraudDetectedError = FraudDetected

    def __init__(self, gateway: Any) -> None:
        self.gateway = gateway

    def process_payment(self, amount: Decimal) -> dict[str, Any]:
        return dict(self.gateway.charge(amount))

    def charge_with_retry(self, amount: Decimal, card_token: str, max_retries: int) -> dict[str, Any]:
        for attempt in range(max_retries):
            try:
                return dict(self.gateway.charge(amount, card_token=card_token))
            except ConnectionError:
                if attempt == max_retries - 1:
                    raise
        raise ValueError("max_retries must be at least 1")
