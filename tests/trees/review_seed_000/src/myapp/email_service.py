"""The mail provider: everything here leaves the machine."""

import httpx

URL = "https://mail.example.com/v1/messages"


def send_email(*, to, template, user_data):
    answer = httpx.post(URL, json={"to": to, "template": template, "data": user_data})
    return answer.is_success
