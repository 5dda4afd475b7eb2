"""Sends mails."""

import smtplib


def send(address, text):
    with smtplib.SMTP("localhost", 1) as server:
        server.sendmail("shop@example.com", address, text)
