from enum import Enum
from typing import Any

from fastapi import FastAPI

from app import jobs

application = FastAPI()


class Status(Enum):
    PENDING = "pending"
    RUNNING = "running"


@application.get("/jobs")
async def list_jobs(status: Status) -> list[dict[str, Any]]:
    return [{"id": job.id, "status": job.status} for job in await jobs.list_jobs(status.value)]
