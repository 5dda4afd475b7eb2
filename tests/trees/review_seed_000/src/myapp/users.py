import hashlib
import re

from . import email_service


class DuplicateEmailError(Exception):
    pass


class WeakPasswordError(Exception):
    pass


class RateLimitError(Exception):
    pass


class User:
    def __init__(self, id=None, email=None, active=True, role="user"):
        self.id = id
        self.email = email
        self.active = active
        self.role = role

    def can_delete_users(self):
        return self.active and self.role == "admin"


class UserService:
    def __init__(self, database=None, attempts_allowed=100):
        self.database = database
        self.attempts_left = attempts_allowed

    def create_user(self, email, password=None):
        if self.database.find("users", "email", email):
            raise DuplicateEmailError(f"{email} is taken; sign in instead")
        user_id = self.database.save("users", email=email, password=password)
        return User(id=user_id, email=email)

    def get_user(self, user_id):
        return self.database.get_user(user_id)

    def register_user(self, email, password):
        if self.attempts_left == 0:
            raise RateLimitError("too many registrations; wait a minute")
        self.attempts_left -= 1
        if len(password) < 8 or not re.search(r"\d", password):
            raise WeakPasswordError("a password needs 8 characters and a digit")
        user = self.create_user(email, hashlib.sha256(password.encode()).hexdigest())
        email_service.send_email(to=email, template="welcome", user_data={"id": user.id})
        return user

    def _is_valid_email(self, text):
        return "@" in text
