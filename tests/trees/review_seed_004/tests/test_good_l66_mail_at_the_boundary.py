from unittest.mock import AsyncMock, patch

from app.jobs import submit_job


async def test_job_submission_sends_notification(rollback):
    with patch("app.services.notify.send_email", new_callable=AsyncMock) as mock_email:
        result = await submit_job(task="build", notify=True, recipient="user@example.com")
        mock_email.assert_called_once_with(to="user@example.com", subject=f"Job {result.id} submitted")
