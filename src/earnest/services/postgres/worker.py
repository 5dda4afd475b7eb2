"""The databases of one worker: a template built once for all, and copies of it under names that nobody else uses."""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import zlib
from typing import TYPE_CHECKING, Any

from ..database.schema import Schema
from .address import Address
from .admin import PREFIX, Admin
from .clones import Clones
from .connection import connect
from .isolation import Isolation
from .server import Server

if TYPE_CHECKING:
    import psycopg

__all__ = ["Leftovers", "Worker", "run_and_worker"]

_TEMPLATE = f"{PREFIX}_template_"
_BUILDING = f"{PREFIX}_building_"


def run_and_worker() -> tuple[str, str]:
    """A name for this run, shared by its workers, and the name of this worker: `gw0` and so on, `main` without xdist."""
    run = os.environ.get("EARNEST_RUN") or os.environ.get("PYTEST_XDIST_TESTRUNUID") or secrets.token_hex(6)
    worker = os.environ.get("EARNEST_WORKER") or os.environ.get("PYTEST_XDIST_WORKER") or "main"
    return re.sub(r"\W", "", run)[:12].lower(), re.sub(r"\W", "_", worker)[:20].lower()


class Worker:
    """What one worker of one run needs of a server."""

    def __init__(self, server: Server, schema: Schema) -> None:
        """Nothing is made before it is asked for."""
        self._admin: Admin = server.admin
        self._address = server.address
        self._schema = schema
        self._template = f"{_TEMPLATE}{schema.fingerprint}"
        run, worker = run_and_worker()
        self._prefix = f"{PREFIX}_{run}_"
        self._name = f"{self._prefix}{worker}"
        self._clones = Clones(self._admin, self._template, self._name)
        self._control: psycopg.Connection[Any] | None = None
        self._isolation: Isolation | None = None

    @property
    def address(self) -> Address:
        """The worker's own database; it is there after `open`."""
        return self._address.on(self._name)

    @property
    def isolation(self) -> Isolation:
        """Watches the worker's own database."""
        if self._isolation is None:
            self._isolation = Isolation(self._connect())
        return self._isolation

    def open(self) -> None:
        """Builds the template unless it is there, and makes the worker's own database. Raises ServiceError."""
        self._admin.hold(_number(self._prefix))
        self._remove_leftovers()
        self._ensure_template()
        self._admin.drop(self._name)
        self._admin.create(self._name, self._template)

    def clone(self) -> Address:
        """A fresh database for one test; `drop` it behind."""
        return self._address.on(self._clones.take())

    def drop(self, address: Address) -> None:
        """Ends the connections to a database of this worker, and removes it."""
        self._clones.give_back(address.database)

    def renew(self) -> bool:
        """Replaces the worker's own database by a new copy of the template; its connections are ended.

        False where the base that tests had is gone with it.
        """
        isolation = self.isolation
        self._disconnect()
        self._admin.drop(self._name)
        self._admin.create(self._name, self._template)
        return isolation.move(self._connect())

    def close(self) -> None:
        """Removes all databases of this worker."""
        self._disconnect()
        self._clones.close()
        self._admin.drop(self._name)

    def _connect(self) -> psycopg.Connection[Any]:
        self._control = connect(self.address)
        return self._control

    def _disconnect(self) -> None:
        if self._control is not None:
            with contextlib.suppress(Exception):  # a test may have ended it
                self._control.close()
        self._control = None

    def _ensure_template(self) -> None:
        """Whoever comes first builds; the others wait. A half-built database never bears the template's name."""
        if self._admin.exists(self._template):
            return
        with self._admin.locked(_number(self._template)):
            if self._admin.exists(self._template):
                return
            building = f"{_BUILDING}{self._schema.fingerprint}"
            self._admin.drop(building)
            self._admin.create(building)
            try:
                self._schema.build(self._address.on(building))
                self._admin.rename(building, self._template)
            except BaseException:
                self._admin.drop(building)
                raise

    def _remove_leftovers(self) -> None:
        """Databases of runs that were killed: nobody holds their locks."""
        for name in self._admin.names(f"{PREFIX}_"):
            run = re.match(rf"{PREFIX}_[0-9a-z]+_", name)
            is_another = run is not None and run[0] not in (self._prefix, _TEMPLATE, _BUILDING)
            if run is not None and is_another and self._admin.is_free(_number(run[0])):
                self._admin.drop(name)


class Leftovers:
    """What the children of a run leave on a server when they are ended in the middle."""

    def __init__(self, admin: Admin, run: str) -> None:
        """Marks the run as alive, and notes which templates there were before."""
        self._admin = admin
        self._prefix = f"{PREFIX}_{run}_"
        self._before = frozenset(admin.names(_TEMPLATE))
        admin.hold(_number(self._prefix))

    def remove(self) -> None:
        """Drops the run's databases, and the templates that changed models have made: all but the first one is theirs."""
        mine = [name for name in self._admin.names(_TEMPLATE) if name not in self._before]
        for name in [*self._admin.names(self._prefix), *self._admin.names(_BUILDING), *mine[1:]]:
            self._admin.drop(name)


def _number(text: str) -> int:
    """31 bits for an advisory lock."""
    return zlib.crc32(text.encode()) & 0x7FFFFFFF
