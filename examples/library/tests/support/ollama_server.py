"""A real HTTP server on this machine that speaks Ollama's chat protocol; only the model behind it is a simple one."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

Request = dict[str, Any]
Reply = Callable[[Request], Iterator[bytes]]


class RefusalError(Exception):
    """Raised by a reply before its first line: the server answers with this status and error, or page of bytes."""

    def __init__(self, status: int, said: str | bytes) -> None:
        super().__init__(said)
        self.status = status
        self.body = said if isinstance(said, bytes) else json.dumps({"error": said}).encode()


class HangUpError(Exception):
    """Raised by a reply: the server closes the connection in the middle of its answer."""


def part(text: str) -> bytes:
    """A line of the stream with a piece of the answer."""
    return _line(message={"role": "assistant", "content": text}, done=False)


def end(**counts: int) -> bytes:
    """The last line of the stream."""
    return _line(message={"role": "assistant", "content": ""}, done=True, done_reason="stop", **counts)


def obedient_model(request: Request) -> Iterator[bytes]:
    """Says what it is told to say, word by word, and counts words as tokens."""
    if request["model"] != "llama3.2":
        raise RefusalError(404, f"model '{request['model']}' not found")
    said = request["messages"][-1]["content"].removeprefix("Say exactly: ")
    pieces = re.findall(r"\S+\s*", said)
    for piece in pieces:
        yield part(piece)
    read = sum(len(message["content"].split()) for message in request["messages"])
    yield end(prompt_eval_count=read, eval_count=len(pieces))


class OllamaServer(ThreadingHTTPServer):
    """Keeps the requests that it got; `reply` may be replaced by another generator of lines."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.requests: list[Request] = []
        self.reply: Reply = obedient_model
        self.protocol_line = b""
        """Sent in place of an HTTP answer, when not empty."""

    @property
    def base_url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.server_port}"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is no error of the server."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


@contextmanager
def running_server() -> Iterator[OllamaServer]:
    """A server that answers until the block ends."""
    with OllamaServer() as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.005})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


class _Handler(BaseHTTPRequestHandler):
    server: OllamaServer
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        self.close_connection = True
        request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.requests.append(request)
        if self.server.protocol_line:
            self.wfile.write(self.server.protocol_line)
        elif (self.requestline, self.headers["Content-Type"]) != ("POST /api/chat HTTP/1.1", "application/json"):
            # Not self.path: Python repairs a double slash at its beginning, Ollama does not.
            self._refuse(RefusalError(404, f"no handler for {self.requestline} ({self.headers['Content-Type']})"))
        else:
            self._answer(self.server.reply(request))

    def _answer(self, lines: Iterator[bytes]) -> None:
        try:
            line = next(lines, None)
        except RefusalError as refusal:
            self._refuse(refusal)
            return
        self.send_response(200)
        self.send_header("Content-Type", "application/x-ndjson")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        try:
            while line is not None:
                self._send_chunk(line)
                line = next(lines, None)
            self._send_chunk(b"")
        except HangUpError:
            return

    def _send_chunk(self, data: bytes) -> None:
        self.wfile.write(b"%x\r\n%s\r\n" % (len(data), data))
        self.wfile.flush()

    def _refuse(self, refusal: RefusalError) -> None:
        self.send_response(refusal.status)
        self.send_header("Content-Length", str(len(refusal.body)))
        self.end_headers()
        self.wfile.write(refusal.body)

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


def _line(**fields: object) -> bytes:
    return json.dumps({"model": "llama3.2", "created_at": "2026-01-01T00:00:00Z", **fields}).encode() + b"\n"
