from collections.abc import AsyncIterator

from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine

from neodyme.core.config import settings


async def get_async_session() -> AsyncIterator[AsyncSession]:
    async with AsyncSession(create_async_engine(settings.database_url)) as session, session.begin():
        yield session
