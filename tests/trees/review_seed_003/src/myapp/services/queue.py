from typing import Any

import boto3


class SQSQueueService:
    def __init__(self, queue_url: str) -> None:
        self.queue_url = queue_url
        self.client = boto3.client("sqs")

    def send_message(self, body: str) -> None:
        self.client.send_message(QueueUrl=self.queue_url, MessageBody=body)

    def receive_messages(self, max_count: int) -> list[dict[str, Any]]:
        answer = self.client.receive_message(QueueUrl=self.queue_url, MaxNumberOfMessages=max_count)
        return answer.get("Messages", [])
