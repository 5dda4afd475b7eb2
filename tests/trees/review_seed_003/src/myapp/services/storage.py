import boto3
import botocore.exceptions


class ObjectNotFound(Exception):
    pass


class S3StorageService:
    ObjectNotFoundError = ObjectNotFound

    def __init__(self, bucket_name: str) -> None:
        self.bucket_name = bucket_name
        self.client = boto3.client("s3")

    def upload(self, key: str, data: bytes) -> None:
        self.client.put_object(Bucket=self.bucket_name, Key=key, Body=data)

    def list_keys(self, prefix: str) -> list[str]:
        pages = self.client.get_paginator("list_objects_v2").paginate(Bucket=self.bucket_name, Prefix=prefix)
        return [entry["Key"] for page in pages for entry in page.get("Contents", [])]

    def delete(self, key: str) -> None:
        try:
            self.client.head_object(Bucket=self.bucket_name, Key=key)
        except botocore.exceptions.ClientError as error:
            raise ObjectNotFound(f"{self.bucket_name} has no {key}") from error
        self.client.delete_object(Bucket=self.bucket_name, Key=key)
