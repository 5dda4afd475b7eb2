"""Passwords: which are good enough, and how they are kept."""

from __future__ import annotations

import re
from functools import lru_cache

import bcrypt

from .config import get_settings
from .exceptions import WeakPasswordError

__all__ = ["PasswordManager", "password_manager"]

_MAXIMUM_BYTES = 72  # bcrypt looks at no more
_REQUIREMENTS = {
    "at least 8 characters": re.compile(r".{8}", re.DOTALL),
    "an upper-case letter": re.compile(r"[A-Z]"),
    "a lower-case letter": re.compile(r"[a-z]"),
    "a digit": re.compile(r"[0-9]"),
    "a special character": re.compile(r"[^A-Za-z0-9\s]"),
}


class PasswordManager:
    """Hashes with bcrypt. Slow on purpose: inside an event loop, call it in a thread."""

    def check_strength(self, password: str) -> None:
        """Raises WeakPasswordError, which names every requirement that is not met."""
        missing = [name for name, pattern in _REQUIREMENTS.items() if not pattern.search(password)]
        if len(password.encode()) > _MAXIMUM_BYTES:
            missing.append(f"at most {_MAXIMUM_BYTES} bytes")
        if "\0" in password:
            missing.append("no NUL character")
        if missing:
            raise WeakPasswordError(missing)

    def hash_password(self, password: str) -> str:
        """A salted hash; the cost is the setting `bcrypt_rounds`. Raises ValueError above 72 bytes."""
        return bcrypt.hashpw(password.encode(), bcrypt.gensalt(get_settings().bcrypt_rounds)).decode()

    def verify_password(self, password: str, hashed: str) -> bool:
        """Whether the hash was made from this password."""
        encoded = password.encode()
        # bcrypt repeats a password behind a NUL byte until it is long enough, so that "x" and "x\0x" have the same hash.
        is_possible = len(encoded) <= _MAXIMUM_BYTES and b"\0" not in encoded
        return is_possible and bcrypt.checkpw(encoded, hashed.encode())

    def verify_in_vain(self, password: str) -> None:
        """Takes as long as a comparison, so that the time does not tell whether an address is known."""
        self.verify_password(password, _decoy(get_settings().bcrypt_rounds))


@lru_cache
def _decoy(rounds: int) -> str:
    return bcrypt.hashpw(b"nobody's password", bcrypt.gensalt(rounds)).decode()


password_manager = PasswordManager()
