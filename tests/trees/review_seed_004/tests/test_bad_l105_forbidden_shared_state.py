from app.jobs import submit_job


class TestSubmission:
    submitted = []  # expect: ET402

    async def test_a_job_keeps_its_task(self, rollback):
        job = await submit_job(task="build")
        self.submitted.append(job.id)
        assert job.task == "build"

    async def test_a_job_has_a_number_of_its_own(self, rollback):
        job = await submit_job(task="test")
        assert job.id not in self.submitted
