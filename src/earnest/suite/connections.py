"""Sees tests reach for other machines, while the baseline runs."""

from __future__ import annotations

import ipaddress
import socket
import sys
from typing import Any

__all__ = ["ConnectionRecorder"]

_HERE = frozenset({"", "localhost", "localhost.localdomain", "ip6-localhost", "ip6-loopback", "broadcasthost"})


class ConnectionRecorder:
    """An audit hook, which cannot be taken away again: this process is a fork that ends with the baseline."""

    def __init__(self) -> None:
        self._seen: dict[str, None] = {}
        self._own = frozenset({*_HERE, socket.gethostname().lower()})

    def start(self) -> None:
        """Begins to watch."""
        sys.addaudithook(self._hear)

    def take(self) -> list[str]:
        """The addresses beyond this machine since the last call."""
        seen, self._seen = self._seen, {}
        return list(seen)

    def _hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event in ("socket.connect", "socket.sendto") and len(arguments) > 1:
            address = arguments[1]
            if isinstance(address, tuple) and len(address) >= 2 and isinstance(address[0], str):
                self._note(address[0], address[1])
        elif event == "socket.getaddrinfo" and isinstance(arguments[0], str | bytes):
            host = arguments[0]
            self._note(host.decode(errors="replace") if isinstance(host, bytes) else host, arguments[1])

    def _note(self, host: str, port: object) -> None:
        if not self._is_here(host):
            self._seen[f"{host}:{port}" if port else host] = None

    def _is_here(self, host: str) -> bool:
        name = host.lower().rstrip(".")
        if name in self._own or name.endswith(".localhost"):
            return True
        try:
            address = ipaddress.ip_address(host.partition("%")[0])
        except ValueError:
            return False
        return address.is_loopback or address.is_unspecified
