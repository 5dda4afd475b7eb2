"""Gets a server: the one that TEST_DATABASE_URL names, else programs of this machine, else of a wheel, else a container."""

from __future__ import annotations

import os
from pathlib import Path

from ...config import Database
from ...errors import ServiceError
from .address import Address
from .admin import Admin
from .build import OLDEST, Build, find_builds
from .cluster import PORT, USER
from .keeper import join
from .places import note_project, places_of
from .server import VARIABLE, Server

__all__ = ["find_server", "fits", "none_found"]


def find_server(root: Path, wanted: Database) -> Server:
    """The first server of the ladder that the configuration allows. Raises ServiceError."""
    if wanted.server in ("", "environment") and os.environ.get(VARIABLE):
        return _named(os.environ[VARIABLE], wanted)
    if wanted.server == "environment":
        raise ServiceError(
            f'[tool.earnest.database] says server = "environment", and {VARIABLE} is not set.',
            cure=f"Set {VARIABLE}, or take the key out.",
        )
    if wanted.server != "docker":
        build = next((build for build in find_builds() if fits(build, wanted)), None)
        if build is not None:
            return _embedded(root, build)
    if wanted.server in ("", "docker"):
        from .container import start_container

        return start_container(wanted.version)
    raise none_found(wanted)


def fits(build: Build, wanted: Database) -> bool:
    """Whether the configuration allows this build."""
    return wanted.server in ("", build.kind) and wanted.version in (0, build.major)


def _named(url: str, wanted: Database) -> Server:
    address = Address.from_url(url, VARIABLE)
    admin = Admin(address, origin=VARIABLE)
    major = int(admin.version.split(".")[0])
    if major < OLDEST or wanted.version not in (0, major):
        needed = f"PostgreSQL {wanted.version}" if wanted.version else f"PostgreSQL {OLDEST} or later"
        raise ServiceError(
            f"The server that {VARIABLE} names is PostgreSQL {admin.version}, and the tests need {needed}.",
            cure="Name another server, or take the variable away: Earnest then starts one of its own.",
        )
    return Server(admin, f"{VARIABLE} ({address.host}:{address.port})", 0, admin.close)


def _embedded(root: Path, build: Build) -> Server:
    places = places_of(root, build)
    use = join(places, build)
    note_project(places, root)
    admin = Admin(Address.on_socket(use.sockets, USER, PORT), origin=f"the embedded PostgreSQL {build.origin}")

    def release() -> None:
        admin.close()
        use.release()

    return Server(admin, f"started here, {build.origin}", use.keeper, release)


def none_found(wanted: Database) -> ServiceError:
    """The error when no build is allowed, or there is none."""
    what = f"PostgreSQL {wanted.version}" if wanted.version else "a PostgreSQL server"
    there = ", ".join(f"{build.major} ({build.kind}, {build.directory})" for build in find_builds())
    return ServiceError(
        f"The tests need {what}, and there are no programs of one here{f' (found: {there})' if there else ''}.",
        cure=f"Install `earnest[postgres]`, or PostgreSQL itself, or set {VARIABLE}.",
    )
