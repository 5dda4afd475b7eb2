"""The server of one pytest session: found once, by whoever needs it first, and given back at the session's end."""

from __future__ import annotations

import os

import pytest

from ...config import load
from ...errors import EarnestError
from ...project import find_root
from ..postgres.ladder import find_server
from ..postgres.server import Server

__all__ = ["server_of"]

_KEY = pytest.StashKey[dict[int, Server | EarnestError]]()
"""By process: a fork of pytest must not use the connections that its parent has opened."""


def server_of(config: pytest.Config) -> Server:
    """The server that this session's tests use. Raises EarnestError, the same each time."""
    servers = config.stash.setdefault(_KEY, {})
    found = servers.get(os.getpid()) or _found(config)
    servers[os.getpid()] = found
    if isinstance(found, EarnestError):
        raise found.with_traceback(None)
    return found


def _found(config: pytest.Config) -> Server | EarnestError:
    try:
        root = find_root(config.rootpath)
        server = find_server(root, load(root).database)
    except EarnestError as error:
        return error
    config.add_cleanup(server.release)
    return server
