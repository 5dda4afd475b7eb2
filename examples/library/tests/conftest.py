"""Fixtures that several test modules use."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from myapp import OllamaProvider, User
from support.ollama_server import OllamaServer, running_server


@pytest.fixture
def user_factory() -> Callable[..., User]:
    """Makes users; a test names only what matters to it."""

    def make(**fields: object) -> User:
        return User(**{"email": "test@example.com", "active": True, **fields})

    return make


@pytest.fixture
def ollama(monkeypatch: pytest.MonkeyPatch) -> Iterator[OllamaServer]:
    """An Ollama server with the model llama3.2, on a free port of this machine."""
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with running_server() as server:
        yield server


@pytest.fixture
def real_provider(ollama: OllamaServer) -> OllamaProvider:
    """A provider that talks to that server over real HTTP."""
    return OllamaProvider(base_url=ollama.base_url, model="llama3.2", timeout=5.0)
