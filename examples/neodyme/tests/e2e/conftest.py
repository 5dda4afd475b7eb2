"""The application as users meet it: a server in a process of its own."""

from __future__ import annotations

import asyncio
import os
import re
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from httpx import AsyncClient
from support.mail_server import HOST, MailServer, running_mail_server

ROOT = Path(__file__).parents[2]


@pytest.fixture
async def mail_server() -> AsyncIterator[MailServer]:
    """Where the application sends its mail."""
    async with running_mail_server() as server:
        yield server


@pytest.fixture
def server_environment(committing_database, mail_server: MailServer) -> dict[str, str]:
    """What a deployment would set, with the plain form of the database's URL as platforms hand it out."""
    return {
        **os.environ,
        "PYTHONPATH": str(ROOT / "src"),
        "DATABASE_URL": committing_database.dsn,
        "EMAIL_SMTP_HOST": HOST,
        "EMAIL_SMTP_PORT": str(mail_server.port),
    }


@pytest.fixture
def server_log() -> list[str]:
    """What the server of `live_client` writes, line by line."""
    return []


@pytest.fixture
async def live_client(server_environment: dict[str, str], server_log: list[str]) -> AsyncIterator[AsyncClient]:
    """Talks to `uvicorn neodyme.main:app` over real HTTP."""
    server = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "uvicorn", "neodyme.main:app", "--port", "0",
        cwd=ROOT, env=server_environment, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    assert server.stderr is not None
    address = None
    while address is None:
        line = (await server.stderr.readline()).decode()
        assert line, f"The server did not start:\n{''.join(server_log)}"
        server_log.append(line)
        address = re.search(r"running on (http://\S+)", line)
    reading = asyncio.create_task(_read(server.stderr, server_log))
    async with AsyncClient(base_url=address[1], trust_env=False) as client:
        yield client
    server.terminate()
    await reading
    await server.wait()
    assert "Application shutdown complete" in "".join(server_log)


async def _read(stream: asyncio.StreamReader, lines: list[str]) -> None:
    async for line in stream:
        lines.append(line.decode())
