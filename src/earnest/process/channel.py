"""Messages between our processes: length-prefixed marshal over a stream socket."""

from __future__ import annotations

import contextlib
import marshal
import socket
import struct
from typing import Any

__all__ = ["Channel", "ChannelClosed"]

_HEADER = struct.Struct("!I")
_CHUNK = 1 << 20


class ChannelClosed(Exception):
    """The other side is gone."""


class Channel:
    """One end of a connection between two processes that run the same Python, which is what marshal needs.

    Messages are built of None, bool, int, float, str, bytes, tuple, list, dict, set and code objects.
    """

    def __init__(self, sock: socket.socket) -> None:
        """Takes over `sock`, which must be blocking."""
        self._sock = sock
        self._buffer = bytearray()

    @classmethod
    def pair(cls) -> tuple[Channel, Channel]:
        """Two connected ends."""
        left, right = socket.socketpair()
        return cls(left), cls(right)

    def fileno(self) -> int:
        """For select."""
        return self._sock.fileno()

    def send(self, message: Any) -> None:
        """Sends one message. Raises ChannelClosed."""
        data = marshal.dumps(message)
        try:
            self._sock.sendall(_HEADER.pack(len(data)) + data)
        except OSError as error:
            raise ChannelClosed(str(error)) from error

    def receive(self) -> Any:
        """Waits for one message. Raises ChannelClosed at the end of the stream."""
        while True:
            message = self._take()
            if message is not None:
                return message[0]
            self._fill()

    def receive_ready(self) -> list[Any]:
        """Reads once and returns the messages that are complete. Call it when select says readable."""
        self._fill()
        return self.buffered()

    def buffered(self) -> list[Any]:
        """The messages that came together with an earlier one; select knows nothing of them."""
        messages = []
        while (message := self._take()) is not None:
            messages.append(message[0])
        return messages

    def close(self) -> None:
        """Closes this end in this process."""
        with contextlib.suppress(OSError):
            self._sock.close()

    def _fill(self) -> None:
        try:
            data = self._sock.recv(_CHUNK)
        except OSError as error:
            raise ChannelClosed(str(error)) from error
        if not data:
            raise ChannelClosed("end of stream")
        self._buffer += data

    def _take(self) -> tuple[Any] | None:
        if len(self._buffer) < _HEADER.size:
            return None
        (size,) = _HEADER.unpack_from(self._buffer)
        end = _HEADER.size + size
        if len(self._buffer) < end:
            return None
        message = marshal.loads(self._buffer[_HEADER.size : end])
        del self._buffer[:end]
        return (message,)
