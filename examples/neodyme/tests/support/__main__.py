"""`python -m support` in `tests`: a mail server on port 1025 that prints what arrives, to try the application by hand."""

from __future__ import annotations

import asyncio

from .mail_server import MailServer


async def main() -> None:
    """Until it is interrupted."""
    mail = MailServer()

    async def show() -> None:
        print(mail.messages.pop(), flush=True)

    mail.before_answer = show
    server = await asyncio.start_server(mail.serve, "127.0.0.1", 1025)
    await server.serve_forever()


asyncio.run(main())
