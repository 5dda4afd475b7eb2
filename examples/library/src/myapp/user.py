"""A user of the application and what that user may do."""

from __future__ import annotations

from dataclasses import dataclass

from .errors import ValidationError

__all__ = ["ROLES", "User"]

ROLES = ("user", "admin")


@dataclass
class User:
    """Somebody with an account; `role` is one of `ROLES`."""

    email: str
    active: bool = True
    role: str = "user"

    def __post_init__(self) -> None:
        """Raises ValidationError for a role that does not exist."""
        if self.role not in ROLES:
            raise ValidationError(f"Role of {self.email} must be one of {', '.join(ROLES)}; got {self.role!r}")

    def can_delete_users(self) -> bool:
        """Whether this user may delete other users: administrators may, while their account is active."""
        return self.active and self.role == "admin"
