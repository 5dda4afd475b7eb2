"""The first version, which the first tests of the seed are about. It stores nothing."""

import hashlib
from dataclasses import dataclass


@dataclass
class User:
    email: str
    name: str


class UserRepository:
    @staticmethod
    def create(data: dict[str, str]) -> User:
        return User(**data)


class UserService:
    def register_user(self, email: str, password: str, name: str) -> User:
        return UserRepository.create({"email": email, "name": name})


class PasswordHasher:
    def hash_password(self, password: str) -> str:
        return hashlib.md5(password.encode()).hexdigest()
