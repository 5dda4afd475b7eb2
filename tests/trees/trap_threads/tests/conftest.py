import socketserver
import threading

import pytest


class Handler(socketserver.StreamRequestHandler):
    def handle(self):
        self.wfile.write(self.rfile.readline())


SERVER = socketserver.TCPServer(("127.0.0.1", 0), Handler)
threading.Thread(target=SERVER.serve_forever, daemon=True, name="echo-server").start()


@pytest.fixture
def port():
    return SERVER.server_address[1]
