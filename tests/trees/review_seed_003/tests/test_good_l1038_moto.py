from __future__ import annotations

import json

import boto3
import pytest
from moto import mock_aws
from myapp.services.queue import SQSQueueService
from myapp.services.secrets import SecretsService
from myapp.services.storage import S3StorageService


@pytest.fixture
def aws_credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    """Set dummy AWS credentials for moto."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
    monkeypatch.setenv("AWS_SESSION_TOKEN", "testing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")


class TestS3StorageService:
    """Test S3 operations using moto mock."""

    @mock_aws
    def test_upload_file(self, aws_credentials: None) -> None:
        s3 = boto3.client("s3", region_name="us-east-1")
        s3.create_bucket(Bucket="my-bucket")

        service = S3StorageService(bucket_name="my-bucket")
        service.upload(key="reports/2026/q1.pdf", data=b"PDF content here")

        response = s3.get_object(Bucket="my-bucket", Key="reports/2026/q1.pdf")
        assert response["Body"].read() == b"PDF content here"

    @mock_aws
    def test_list_objects_with_prefix(self, aws_credentials: None) -> None:
        s3 = boto3.client("s3", region_name="us-east-1")
        s3.create_bucket(Bucket="my-bucket")
        for i in range(5):
            s3.put_object(Bucket="my-bucket", Key=f"logs/2026/01/{i}.log", Body=b"log data")
        s3.put_object(Bucket="my-bucket", Key="logs/2025/12/old.log", Body=b"old log")

        service = S3StorageService(bucket_name="my-bucket")
        keys = service.list_keys(prefix="logs/2026/01/")

        assert len(keys) == 5

    @mock_aws
    def test_delete_nonexistent_key_raises(self, aws_credentials: None) -> None:
        s3 = boto3.client("s3", region_name="us-east-1")
        s3.create_bucket(Bucket="my-bucket")

        service = S3StorageService(bucket_name="my-bucket")
        with pytest.raises(service.ObjectNotFoundError):
            service.delete(key="nonexistent/file.txt")


class TestSQSQueueService:
    """Test SQS operations using moto mock."""

    @mock_aws
    def test_send_and_receive_message(self, aws_credentials: None) -> None:
        sqs = boto3.client("sqs", region_name="us-east-1")
        queue_url = sqs.create_queue(QueueName="test-queue")["QueueUrl"]

        service = SQSQueueService(queue_url=queue_url)
        service.send_message(body=json.dumps({"event": "user.created", "user_id": "u123"}))

        messages = service.receive_messages(max_count=1)
        assert len(messages) == 1
        payload = json.loads(messages[0]["Body"])
        assert payload["event"] == "user.created"


class TestSecretsManager:
    """Test Secrets Manager operations using moto."""

    @mock_aws
    def test_get_secret_value(self, aws_credentials: None) -> None:
        sm = boto3.client("secretsmanager", region_name="us-east-1")
        sm.create_secret(
            Name="myapp/database_url",
            SecretString="postgresql://prod:secret@db.example.com/myapp",
        )

        service = SecretsService()
        secret = service.get_secret("myapp/database_url")
        assert "db.example.com" in secret
