"""Keeps a test's event loop open for as long as a fixture lives, whichever plugin runs the test."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator

import pytest

__all__ = ["open_loop"]

_RUNNER = re.compile(r"_\w+_scoped_runner")
"""pytest-asyncio's own fixtures: each holds one loop, and closes it when it is finalised."""


@contextlib.contextmanager
def open_loop(request: pytest.FixtureRequest) -> Iterator[None]:
    """While this is open, the loop is.

    pytest-asyncio sets its loop up last and closes it first, anyio closes its own right behind the test; in both cases
    nothing that belongs to the loop could be closed any more.
    """
    for name in request.fixturenames:
        if _RUNNER.fullmatch(name):
            request.getfixturevalue(name)
    if "anyio_backend" not in request.fixturenames or request.node.get_closest_marker("anyio") is None:
        yield
        return
    from anyio.pytest_plugin import extract_backend_and_options, get_runner

    backend, options = extract_backend_and_options(request.getfixturevalue("anyio_backend"))
    with get_runner(backend, options):
        yield
