"""Tells people what is wrong with the e-mail address that they typed."""

from __future__ import annotations

from .errors import ValidationError

__all__ = ["EmailValidator"]


class EmailValidator:
    """Checks the form of an address; whether anybody reads mail there, only a mail can tell."""

    def validate(self, text: str) -> None:
        """Returns when `text` has a username, an @ and a domain; raises ValidationError otherwise.

        The last @ is the one that counts: a quoted username may hold others.
        """
        if not text.strip():
            raise ValidationError("Email cannot be empty: enter an address such as name@example.com")
        username, at, domain = text.rpartition("@")
        if not at:
            raise ValidationError(f"Email {text!r} must contain @ symbol, as in name@example.com")
        if not domain:
            raise ValidationError(f"Email {text!r} is missing domain after @, as in name@example.com")
        if not username:
            raise ValidationError(f"Email {text!r} is missing username before @, as in name@example.com")
