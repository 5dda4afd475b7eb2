from enum import Enum
from typing import Any


class ErrorCode(Enum):
    EMAIL_ALREADY_EXISTS = "EMAIL_ALREADY_EXISTS"
    WEAK_PASSWORD = "WEAK_PASSWORD"
    INVALID_CREDENTIALS = "INVALID_CREDENTIALS"
    FORBIDDEN = "FORBIDDEN"


class ApplicationError(Exception):
    status = 400

    def __init__(self, error_code: ErrorCode, message: str, **context: Any) -> None:
        super().__init__(message)
        self.error_code = error_code
        self.message = self.user_message = message
        self.context = context


class EmailAlreadyExistsError(ApplicationError):
    status = 409

    def __init__(self, email: str, **context: Any) -> None:
        super().__init__(ErrorCode.EMAIL_ALREADY_EXISTS, f"{email} already exists", email=email, **context)


class SecurityError(ApplicationError):
    status = 401
