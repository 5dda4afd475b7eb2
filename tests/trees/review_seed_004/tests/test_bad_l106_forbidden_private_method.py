from app import jobs
from app.database import Job


def test_an_attempt_at_a_failing_job_fails():
    assert jobs._attempt(Job(will_fail=True, attempts=0)) is False  # expect: ET301
