from app.database import Job
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession


async def test_a_job_is_stored(engine):  # expect: ET503
    async with AsyncSession(engine) as session:
        session.add(Job(task="left behind"))
        await session.commit()
        assert await session.scalar(select(Job.status).where(Job.task == "left behind")) == "pending"
