"""Talks to a server."""

import socket


def ask(port, text):
    with socket.create_connection(("127.0.0.1", port), timeout=1) as connection:
        connection.sendall(text.encode() + b"\n")
        return connection.makefile().readline().strip()


def shout(text):
    return text.upper() + "!"
