from datetime import datetime, timezone

from sqlalchemy import select
from sqlalchemy.orm import Session

from myapp.clients import email_client
from myapp.models import User
from myapp.services.text import validate_email


class EmailValidator:
    def __init__(self) -> None:
        self._regex_compiled = True


class UserService:
    def __init__(self, session: Session | None = None) -> None:
        self.session = session
        self._cache: dict[str, User] = {}
        self._validator = EmailValidator()

    def validate_email(self, email: str) -> bool:
        return validate_email(email)

    def register_user(self, name: str, email: str) -> User:
        if not self.validate_email(email):
            raise ValueError(f"Invalid email format: {email!r}")
        user = User(name=name, email=email, created_at=datetime.now(timezone.utc))
        sent = email_client.send(to=email, subject="Welcome to MyApp", template="welcome", context={"name": name})
        user.email_sent = sent["message_id"] is not None
        return user

    def create_user(self, name: str, email: str) -> User:
        user = self._cache[email] = User(name=name, email=email)
        if self.session is not None:
            self.session.add(user)
            self.session.flush()
        email_client.send(to=email, subject="Welcome to MyApp", template="welcome", context={"name": name})
        return user

    def get_user_by_email(self, email: str) -> User | None:
        if self.session is None:
            return self._cache.get(email)
        return self.session.scalars(select(User).where(User.email == email)).one_or_none()
