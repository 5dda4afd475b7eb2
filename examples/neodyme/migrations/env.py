"""Runs the migrations on the database that `sqlalchemy.url` or DATABASE_URL names."""

import asyncio
from logging.config import fileConfig

from alembic import context
from neodyme.core.config import get_settings
from neodyme.models import SQLModel
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

config = context.config
if config.config_file_name is not None:
    fileConfig(config.config_file_name, disable_existing_loggers=False)


def database_url() -> str:
    """An option of the caller comes before the environment."""
    return config.get_main_option("sqlalchemy.url") or get_settings().database_url


def run(connection: Connection) -> None:
    """All of it in one transaction."""
    context.configure(connection=connection, target_metadata=SQLModel.metadata)
    with context.begin_transaction():
        context.run_migrations()


async def run_online() -> None:
    """On the database itself."""
    engine = create_async_engine(database_url(), poolclass=NullPool)
    async with engine.connect() as connection:
        await connection.run_sync(run)
    await engine.dispose()


if context.is_offline_mode():
    context.configure(url=database_url(), target_metadata=SQLModel.metadata, literal_binds=True)
    with context.begin_transaction():
        context.run_migrations()
else:
    asyncio.run(run_online())
