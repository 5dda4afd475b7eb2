from myapp.tasks import job_is_complete, start_background_job


class TestBackgroundJob:
    def test_background_job_completes(self) -> None:
        future = start_background_job()
        assert future.result(timeout=10) == "processed"
        assert job_is_complete()
