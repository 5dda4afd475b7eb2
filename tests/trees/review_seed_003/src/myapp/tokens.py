from datetime import UTC, datetime, timedelta


class Token:
    def __init__(self, expires_at: datetime) -> None:
        self.expires_at = expires_at

    def is_valid(self) -> bool:
        return datetime.now(UTC) < self.expires_at


def generate_token(expires_in: int) -> Token:
    return Token(datetime.now(UTC) + timedelta(seconds=expires_in))
