import asyncio
import socket
import tempfile

import pytest

RECEIVER = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
RECEIVER.bind(("127.0.0.1", 0))
RECEIVER.settimeout(1)
FILE = tempfile.TemporaryFile("w+")
LOOP = asyncio.new_event_loop()


@pytest.fixture
def receiver():
    return RECEIVER


@pytest.fixture
def file():
    return FILE


@pytest.fixture
def loop():
    return LOOP
