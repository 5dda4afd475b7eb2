"""The scratch directory of one child: temporary files, pytest's base directory, and orders for the interpreters it starts."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest

from .handover import VARIABLE, hand_over

__all__ = ["Slot", "remove_tree"]


class Slot:
    """A numbered place that one child at a time uses. Emptied when the next one enters it."""

    def __init__(self, scratch: str, number: int) -> None:
        """`scratch` is the directory of this run."""
        self.path = os.path.join(scratch, f"slot{number}")
        self._tmp = os.path.join(self.path, "tmp")

    def enter(self) -> None:
        """Makes it the place for temporary files of this process and of those it starts."""
        if os.path.isdir(self.path):
            self._empty()
        os.makedirs(self._tmp, exist_ok=True)
        os.environ["TMPDIR"] = self._tmp
        tempfile.tempdir = None
        os.environ[VARIABLE] = self.path
        os.environ["EARNEST_WORKER"] = os.path.basename(self.path)
        hand_over(self.path)

    def use_for(self, config: pytest.Config) -> None:
        """Gives pytest's `tmp_path` a base directory here, made when the first test asks for it."""
        factory: Any = getattr(config, "_tmp_path_factory", None)
        if factory is not None:
            factory._given_basetemp = Path(self.path, "pytest")
            factory._basetemp = None

    def order(self, order: dict[str, Any]) -> None:
        """Leaves an order for the shim."""
        Path(self.path, "order.json").write_text(json.dumps(order), encoding="utf-8")

    def _empty(self) -> None:
        for entry in (*os.scandir(self._tmp if os.path.isdir(self._tmp) else self.path),):
            _remove(entry)
        for entry in os.scandir(self.path):
            if entry.path != self._tmp:
                _remove(entry)


def _remove(entry: os.DirEntry[str]) -> None:
    with contextlib.suppress(OSError):
        if entry.is_dir(follow_symlinks=False):
            remove_tree(entry.path)
        else:
            os.unlink(entry.path)


def remove_tree(path: str) -> None:
    """Removes a directory and all below it, also what a test has locked; what cannot be removed stays."""
    shutil.rmtree(path, ignore_errors=True)
    if os.path.isdir(path):
        _unlock(path)
        shutil.rmtree(path, ignore_errors=True)


def _unlock(directory: str) -> None:
    with contextlib.suppress(OSError):
        os.chmod(directory, 0o700)
        for entry in list(os.scandir(directory)):
            if entry.is_dir(follow_symlinks=False):
                _unlock(entry.path)
