import time

from myapp.tasks import job_is_complete, start_background_job


class TestBackgroundJob:
    def test_background_job_completes(self) -> None:
        start_background_job()
        time.sleep(5)  # Hope it finishes in 5 seconds  # expect: ET401
        assert job_is_complete()
