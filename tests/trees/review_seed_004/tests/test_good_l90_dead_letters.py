from app.jobs import get_dlq_jobs, process_with_retries, submit_job


async def test_failed_job_goes_to_dlq(rollback):
    """When a job fails 3 times, it must appear in the DLQ."""
    job = await submit_job(payload={"will_fail": True})
    await process_with_retries(job, max_retries=3)
    dlq = await get_dlq_jobs()
    assert any(j.id == job.id for j in dlq)
