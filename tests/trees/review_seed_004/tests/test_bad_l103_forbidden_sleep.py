import time

from app.jobs import get_dlq_jobs, process_with_retries, submit_job


async def test_a_failed_job_is_dead_after_a_while(rollback):
    job = await submit_job(payload={"will_fail": True})
    await process_with_retries(job, max_retries=3)
    time.sleep(0.2)  # expect: ET401
    assert [dead.id for dead in await get_dlq_jobs()] == [job.id]
