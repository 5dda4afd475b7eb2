from __future__ import annotations

import boto3
import pytest
from moto import mock_aws
from myapp.services.storage import S3StorageService


@pytest.fixture
def aws_credentials() -> None:
    """Set dummy AWS credentials for moto."""
    import os

    os.environ["AWS_ACCESS_KEY_ID"] = "testing"  # expect: ET404
    os.environ["AWS_SECRET_ACCESS_KEY"] = "testing"  # expect: ET404
    os.environ["AWS_SECURITY_TOKEN"] = "testing"  # expect: ET404
    os.environ["AWS_SESSION_TOKEN"] = "testing"  # expect: ET404
    os.environ["AWS_DEFAULT_REGION"] = "us-east-1"  # expect: ET404


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
