"""Databases for single tests: copies of the template, of which the server makes the next one while a test runs."""

from __future__ import annotations

import os

from .admin import Admin
from .errand import Errand

__all__ = ["Clones"]


class Clones:
    """Copies under names that begin alike. Whoever has asked twice is taken to ask again: the next copy is made ahead."""

    def __init__(self, admin: Admin, template: str, prefix: str) -> None:
        """Nothing is made before it is asked for."""
        self._admin = admin
        self._template = template
        self._prefix = f"{prefix}_{os.getpid():x}_"
        self._number = 0
        self._there: set[str] = set()
        """Names of databases that may exist."""
        self._maker: Errand | None = None
        self._remover: Errand | None = None
        self._removed = ""
        """What the remover works on."""
        self._used = ""
        """Its test is over, but connections to it may be ending still: the server would wait 0.1 s for them."""
        self._is_ahead = "EARNEST_WORKER" not in os.environ  # a trial is a test or two, and ends without a word

    def take(self) -> str:
        """The name of a fresh database. Raises ServiceError."""
        self._number += 1
        name = self._named(self._number)
        self._there.add(name)
        if self._maker is None:
            self._admin.create(name, self._template)
        elif not self._maker.finish():
            self._admin.drop(name)
            self._admin.create(name, self._template)
        if self._is_ahead and self._number > 1:
            self._make_ahead()
        return name

    def give_back(self, name: str) -> None:
        """Ends the connections to a database that was taken, and removes it, at once or in a while."""
        if not self._is_ahead:
            self._drop(name)
            return
        self._admin.end_connections(name)
        before, self._used = self._used, name
        if before:
            self._remove_behind(before)

    def close(self) -> None:
        """Removes them all."""
        for errand in filter(None, (self._maker, self._remover)):
            errand.close()
        for name in sorted(self._there):
            self._drop(name)

    def _named(self, number: int) -> str:
        return f"{self._prefix}{number}"

    def _drop(self, name: str) -> None:
        self._admin.drop(name)
        self._there.discard(name)

    def _make_ahead(self) -> None:
        name = self._named(self._number + 1)
        self._there.add(name)
        if self._maker is None:
            self._maker = Errand(self._admin.another_connection())
        self._maker.start(self._admin.creation(name, self._template))

    def _remove_behind(self, name: str) -> None:
        if self._remover is None:
            self._remover = Errand(self._admin.another_connection())
        elif self._remover.finish():
            self._there.discard(self._removed)
        else:
            self._drop(self._removed)  # prepared transactions were in it
        self._removed = name
        self._remover.start(self._admin.removal(name))
