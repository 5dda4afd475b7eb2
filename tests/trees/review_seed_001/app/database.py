import os

from sqlmodel import Session, create_engine


def database_url():
    return os.environ.get("DATABASE_URL", "sqlite:///app.db")


def get_session():
    with Session(create_engine(database_url())) as session:
        yield session
