"""A mail server on this machine that speaks SMTP, keeps what it gets, and can be told to refuse it."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage

__all__ = ["HOST", "MailServer", "running_mail_server"]

HOST = "127.0.0.2"
"""This machine, by a name that nobody uses unless told so."""


class MailServer:
    """What has arrived, and how the server behaves."""

    def __init__(self) -> None:
        self.port = 0
        self.messages: list[EmailMessage] = []
        self.recipients: list[str] = []
        self.logins: list[tuple[str, str]] = []
        self.refusal = ""
        """The answer to a message, such as "554 No." """
        self.before_answer: Callable[[], Awaitable[None]] | None = None
        """Called when a message is there and its sender waits."""
        self._conversations: set[asyncio.Task[None]] = set()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection."""
        task = asyncio.current_task()
        assert task is not None
        self._conversations.add(task)
        try:
            await self._talk(reader, writer)
        finally:
            writer.close()
            self._conversations.discard(task)

    async def hang_up(self) -> None:
        """Ends what is still open."""
        for task in self._conversations:
            task.cancel()
        await asyncio.gather(*self._conversations, return_exceptions=True)

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        def say(*lines: str) -> None:
            writer.write("".join(f"{line}\r\n" for line in lines).encode())

        say("220 mail for tests")
        while line := (await reader.readline()).decode().strip():
            verb, _, rest = line.partition(" ")
            match verb.upper():
                case "EHLO":
                    say("250-mail for tests", "250 AUTH PLAIN")
                case "AUTH":
                    _, user, password = base64.b64decode(rest.split()[-1]).decode().split("\0")
                    self.logins.append((user, password))
                    say("235 welcome")
                case "RCPT":
                    self.recipients.append(rest.partition("<")[2].partition(">")[0])
                    say("250 ok")
                case "DATA":
                    say("354 go on")
                    text = await reader.readuntil(b"\r\n.\r\n")
                    if not self.refusal:
                        self.messages.append(_parsed(text))
                    if self.before_answer is not None:
                        await self.before_answer()
                    say(self.refusal or "250 taken")
                case "QUIT":
                    say("221 bye")
                    break
                case _:
                    say("250 ok")


def _parsed(text: bytes) -> EmailMessage:
    message = message_from_bytes(text.removesuffix(b".\r\n").replace(b"\r\n", b"\n"), policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


@asynccontextmanager
async def running_mail_server() -> AsyncIterator[MailServer]:
    """On a free port of this machine, in the running loop."""
    mail = MailServer()
    server = await asyncio.start_server(mail.serve, HOST, 0)
    mail.port = server.sockets[0].getsockname()[1]
    async with server:
        yield mail
        await mail.hang_up()
