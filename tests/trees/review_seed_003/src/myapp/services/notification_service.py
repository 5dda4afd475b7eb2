from myapp.clients import email_client, push_client, sms_client


class NotificationService:
    def send_push_notification(self, user_id: str, message: str) -> None:
        push_client.send(to=user_id, message=message)

    def broadcast(self, user_id: str, message: str) -> None:
        for client in (sms_client, push_client, email_client):
            client.send(to=user_id, message=message)
