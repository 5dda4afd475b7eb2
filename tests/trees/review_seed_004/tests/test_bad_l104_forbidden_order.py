from app.jobs import process_with_retries
from app.database import Job

job = Job(task="build", will_fail=True, attempts=0)


async def test_a_job_fails_twice(rollback):
    await process_with_retries(job, max_retries=2)
    assert job.attempts == 2


async def test_a_job_that_failed_twice_fails_again(rollback):  # expect[evidence]: ET403
    await process_with_retries(job, max_retries=1)
    assert job.attempts == 3
