# no static rule: the expiry is never reached; only a change to the comparison that survives shows it
import time_machine
from myapp.tokens import generate_token


@time_machine.travel("2026-01-15T12:00:00+00:00", tick=False)
def test_token_expiration() -> None:
    token = generate_token(expires_in=3600)
    assert token.is_valid()
