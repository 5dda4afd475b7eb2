"""Writes and reads."""

import os
import tempfile
from pathlib import Path


def save(directory, lines):
    path = Path(directory) / "lines.txt"
    path.write_text("\n".join(lines))
    return path


def count(path):
    return len(path.read_text().split("\n"))


def temporary(text):
    path = Path(tempfile.gettempdir()) / "fixed-name.txt"
    assert not path.exists()
    with open(path, "x") as file:
        file.write(text)
    try:
        return path.read_text()
    finally:
        os.remove(path)
