import re
from datetime import UTC, datetime, timedelta
from typing import Any

import bcrypt
import jwt

from neodyme.core.config import settings
from neodyme.core.exceptions import ApplicationError, ErrorCode, SecurityError


class PasswordManager:
    def hash_password(self, password: str) -> str:
        return bcrypt.hashpw(password.encode(), bcrypt.gensalt(settings.bcrypt_rounds)).decode()

    def verify_password(self, password: str, hashed: str) -> bool:
        return bcrypt.checkpw(password.encode(), hashed.encode())

    def check_strength(self, password: str) -> None:
        wanted = (r".{8}", "[A-Z]", "[a-z]", r"\d", r"\W")
        if not all(re.search(pattern, password) for pattern in wanted):
            raise ApplicationError(ErrorCode.WEAK_PASSWORD, "password requirements not met")


password_manager = PasswordManager()


def make_token(user_id: int, kind: str, **lifetime: int) -> str:
    now = datetime.now(UTC)
    claims = {"sub": str(user_id), "type": kind, "permissions": [], "iat": now, "exp": now + timedelta(**lifetime)}
    return jwt.encode(claims, settings.secret_key, algorithm="HS256")


def read_token(token: str, kind: str) -> int:
    try:
        claims: dict[str, Any] = jwt.decode(token, settings.secret_key, algorithms=["HS256"])
    except jwt.InvalidTokenError as error:
        raise SecurityError(ErrorCode.INVALID_CREDENTIALS, "Sign in again", reason="invalid_token") from error
    if claims["type"] != kind:
        raise SecurityError(ErrorCode.INVALID_CREDENTIALS, "Sign in again", reason="wrong_kind")
    return int(claims["sub"])
