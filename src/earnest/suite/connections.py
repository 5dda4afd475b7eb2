"""Sees tests reach for other machines, and for places of this one that another process could take, while the baseline
runs."""

from __future__ import annotations

import ipaddress
import os
import socket
import sys
from typing import Any

__all__ = ["ConnectionRecorder"]

_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT
_HERE = frozenset({"", "localhost", "localhost.localdomain", "ip6-localhost", "ip6-loopback", "broadcasthost"})


class ConnectionRecorder:
    """An audit hook, which cannot be taken away again: this process is a fork that ends with the baseline."""

    def __init__(self, private: str) -> None:
        """`private`: the directory of this run, in which nobody else writes."""
        self._private = os.path.realpath(private) + os.sep
        self._root = os.path.realpath(os.getcwd()) + os.sep
        self._seen: dict[str, None] = {}
        self._places: dict[str, None] = {}
        self._own = frozenset({*_HERE, socket.gethostname().lower()})

    def start(self) -> None:
        """Begins to watch."""
        sys.addaudithook(self._hear)

    def take(self) -> list[str]:
        """The addresses beyond this machine since the last call."""
        seen, self._seen = self._seen, {}
        return list(seen)

    def take_places(self) -> list[str]:
        """The fixed ports and files of this machine since the last call, as `port 8080` or `file /path`."""
        places, self._places = self._places, {}
        return list(places)

    def _hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event in ("socket.connect", "socket.sendto") and len(arguments) > 1:
            address = arguments[1]
            if isinstance(address, tuple) and len(address) >= 2 and isinstance(address[0], str):
                self._note(address[0], address[1])
        elif event == "socket.getaddrinfo" and isinstance(arguments[0], str | bytes):
            host = arguments[0]
            self._note(host.decode(errors="replace") if isinstance(host, bytes) else host, arguments[1])
        elif event == "socket.bind" and isinstance(arguments[1], tuple) and len(arguments[1]) >= 2 and arguments[1][1]:
            self._places[f"port {arguments[1][1]}"] = None
        elif (
            event == "open" and len(arguments) > 2 and isinstance(arguments[2], int) and arguments[2] & _WRITES
        ) or event == "sqlite3.connect":
            self._note_file(arguments[0])

    def _note(self, host: str, port: object) -> None:
        if not self._is_here(host):
            self._seen[f"{host}:{port}" if port else host] = None

    def _note_file(self, file: object) -> None:
        if not isinstance(file, str | bytes | os.PathLike):
            return
        name = os.fsdecode(file)
        path = os.path.realpath(name)
        if not name or name.startswith((":memory:", "file:")) or "__pycache__" in path:
            return
        if path.startswith((self._private, "/dev/", "/proc/", "/sys/")):
            return
        inside = path.startswith(self._root)
        self._places[f"file {path[len(self._root) :] if inside else path}"] = None

    def _is_here(self, host: str) -> bool:
        name = host.lower().rstrip(".")
        if name in self._own or name.endswith(".localhost"):
            return True
        try:
            address = ipaddress.ip_address(host.partition("%")[0])
        except ValueError:
            return False
        return address.is_loopback or address.is_unspecified
