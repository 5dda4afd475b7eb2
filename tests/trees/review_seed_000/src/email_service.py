"""Mail by the provider's own protocol."""

import smtplib

HOST = "mail.example.com"


def send_welcome_email(address):
    with smtplib.SMTP(HOST) as connection:
        connection.sendmail("hello@example.com", [address], "Welcome")
    return True
