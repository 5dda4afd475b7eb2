from unittest.mock import patch

from myapp.tasks import start_background_job


class TestBackgroundJob:
    def test_background_job_completes(self) -> None:  # expect[preview]: ET204
        with patch("myapp.tasks.process_job") as mock_job:  # expect: ET202
            future = start_background_job()
            future.result(timeout=10)  # Proper timeout handling
            mock_job.assert_called_once()
