"""A server of one test's own: for tests that stop it, fill its disk, or change what belongs to the whole server."""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Iterator
from pathlib import Path

from ...errors import ServiceError
from ..database.schema import Schema
from .address import Address
from .admin import PREFIX, Admin
from .build import find_builds
from .cluster import PORT, USER
from .keeper import join
from .places import temporary_places

__all__ = ["private_cluster"]


@contextlib.contextmanager
def private_cluster(schema: Schema, version: int) -> Iterator[Address]:
    """The address of its database with the schema; server and data go away at the end. Raises ServiceError."""
    build = next((build for build in find_builds() if version in (0, build.major)), None)
    if build is None:
        raise ServiceError(
            "A test asks for a PostgreSQL server of its own, and there are no programs of one here.",
            cure="Install `earnest[postgres]`: a server that is only reached by its URL cannot be doubled.",
        )
    places = temporary_places(build, secrets.token_hex(6))
    use = join(places, build, temporary=True)
    try:
        address = Address.on_socket(Path(use.sockets), USER, PORT).on(f"{PREFIX}_private")
        admin = Admin(address, origin="the private PostgreSQL")
        admin.create(address.database)
        admin.close()
        schema.build(address)
        yield address
    finally:
        use.release()
