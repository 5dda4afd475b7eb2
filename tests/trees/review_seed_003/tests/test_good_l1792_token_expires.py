import time_machine
from myapp.tokens import generate_token


def test_token_expiration() -> None:
    with time_machine.travel("2026-01-15T12:00:00+00:00", tick=False) as clock:
        token = generate_token(expires_in=3600)
        assert token.is_valid()
        clock.shift(3600)
        assert not token.is_valid()
