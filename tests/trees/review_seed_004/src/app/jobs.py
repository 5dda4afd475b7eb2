from typing import Any

from sqlalchemy import select

from app.database import Job, sessions
from app.services import notify as notifications


async def submit_job(
    task: str = "",
    payload: dict[str, Any] | None = None,
    notify: bool = False,
    recipient: str = "user@example.com",
) -> Job:
    job = Job(task=task, will_fail=bool((payload or {}).get("will_fail")))
    async with sessions.begin() as session:
        session.add(job)
    if notify:
        await notifications.send_email(to=recipient, subject=f"Job {job.id} submitted")
    return job


async def process_with_retries(job: Job, max_retries: int) -> None:
    for _ in range(max_retries):
        if _attempt(job):
            break
    else:
        job.status = "dead"
    async with sessions.begin() as session:
        await session.merge(job)


def _attempt(job: Job) -> bool:
    job.attempts += 1
    return not job.will_fail


async def list_jobs(status: str) -> list[Job]:
    async with sessions() as session:
        return list(await session.scalars(select(Job).where(Job.status == status)))


async def get_dlq_jobs() -> list[Job]:
    return await list_jobs("dead")


async def some_async_function() -> str | None:
    return "done"


async def name_of_the_queue() -> str:
    return "jobs"
