"""The database of the application: PostgreSQL."""

from typing import Any

from sqlalchemy import Engine, create_engine
from sqlalchemy.orm import Session, scoped_session, sessionmaker

from myapp.models import Base

__all__ = ["Database", "Session", "db"]


class Database:
    @staticmethod
    def create_engine(url: str) -> Engine:
        return create_engine(url.replace("postgresql:", "postgresql+psycopg:"))

    @staticmethod
    def create_all_tables(engine: Engine) -> None:
        Base.metadata.create_all(engine)

    @staticmethod
    def drop_all_tables(engine: Engine) -> None:
        Base.metadata.drop_all(engine)


class Db:
    """What the web application stores with."""

    session: Any = scoped_session(sessionmaker())


db = Db()
