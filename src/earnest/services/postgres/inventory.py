"""The embedded servers of this user: which there are, and how to keep, end and remove them."""

from __future__ import annotations

import os
import shutil
import signal
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from ...config import load
from ...errors import ServiceError
from ...project import find_root
from .address import Address
from .build import find_builds
from .cluster import PORT, USER, is_ready, remove_data, socket_directory
from .keeper import join, keep_warm, locked
from .ladder import fits, none_found
from .places import DATA, KEEPER, PROJECT, cache_directory, is_held, note_project, places_of

__all__ = ["EmbeddedServer", "end", "hold", "remove", "servers"]

_PATIENCE = 10.0


@dataclass(frozen=True, slots=True)
class EmbeddedServer:
    """One data directory, and the server on it if there is one."""

    home: Path
    project: str
    """The project's root, or nothing where it is not known."""
    major: str
    keeper: int
    """0 when it does not run."""
    url: str
    """Of its database postgres; nothing when it does not run."""
    size: int
    """Bytes of the data directory."""

    def facts(self) -> dict[str, object]:
        """For JSON."""
        return {
            "project": self.project, "version": self.major, "running": bool(self.keeper), "keeper": self.keeper,
            "url": self.url, "megabytes": round(self.size / 1e6), "directory": str(self.home),
        }  # fmt: skip

    def line(self) -> str:
        """For a person."""
        state = f"running ({self.keeper})" if self.keeper else "stopped"
        return f"PostgreSQL {self.major}  {state:<18} {self.size / 1e6:5.0f} MB  {self.project or self.home}"


def servers() -> Iterator[EmbeddedServer]:
    """All of them, by project. Raises ServiceError."""
    found = [_server(home) for home in cache_directory().iterdir() if (home / DATA / "PG_VERSION").exists()]
    yield from sorted(found, key=lambda server: (server.project, server.home))


def hold(path: Path) -> str:
    """Starts the server, and keeps it until somebody ends it; says where it is. Raises ServiceError."""
    root = find_root(path)
    wanted = load(root).database
    build = next((build for build in find_builds() if fits(build, wanted)), None)
    if build is None:
        raise none_found(wanted)
    places = places_of(root, build)
    use = join(places, build)
    note_project(places, root)
    keep_warm(places, use)
    return f"PostgreSQL {build.major}, {build.origin}, runs at {_url(use.sockets)} until `earnest services stop`."


def end(path: Path, *, everything: bool) -> str:
    """Ends the server of the project at this path, or all; says what was done. Raises ServiceError."""
    running = [server for server in _meant(path, everything=everything) if server.keeper]
    for server in running:
        os.kill(server.keeper, signal.SIGTERM)
        _wait_for_end(server.home)
    return f"{len(running)} server{'' if len(running) == 1 else 's'} stopped."


def remove(path: Path, *, everything: bool) -> str:
    """Ends the server and removes its files; says what was done. Raises ServiceError."""
    meant = _meant(path, everything=everything)
    end(path, everything=everything)
    for server in meant:
        with locked(server.home / "mutex"):
            remove_data(server.home)
            shutil.rmtree(server.home, ignore_errors=True)
    if everything:
        for prepared in cache_directory().glob("initial-*"):
            shutil.rmtree(prepared, ignore_errors=True)
    return f"{len(meant)} data director{'y' if len(meant) == 1 else 'ies'} removed."


def _server(home: Path) -> EmbeddedServer:
    data, keeper, url = home / DATA, 0, ""
    if is_held(home / KEEPER) and is_ready(data):
        with suppress(OSError, ValueError):
            keeper = int((home / KEEPER).read_text())
            url = _url(socket_directory(data))
    project = ""
    with suppress(OSError):
        project = (home / PROJECT).read_text()
    major = (data / "PG_VERSION").read_text().strip()
    return EmbeddedServer(home, project, major, keeper, url, _size(data))


def _url(sockets: Path) -> str:
    return Address.on_socket(sockets, USER, PORT).on("postgres").url()


def _size(directory: Path) -> int:
    total = 0
    for folder, _, files in os.walk(directory):
        for file in files:
            with suppress(OSError):  # a running server removes files at any time
                total += os.lstat(os.path.join(folder, file)).st_blocks * 512
    return total


def _meant(path: Path, *, everything: bool) -> list[EmbeddedServer]:
    if everything:
        return list(servers())
    root = find_root(path)
    version = load(root).database.version
    builds = [build for build in find_builds() if version in (0, build.major)]
    homes = {places_of(root, build).home for build in builds}
    return [server for server in servers() if server.home in homes]


def _wait_for_end(home: Path) -> None:
    limit = time.monotonic() + _PATIENCE
    while is_held(home / KEEPER):
        if time.monotonic() > limit:
            raise ServiceError(f"The server in {home} does not end.", cure="End it with `kill`, then try again.")
        time.sleep(0.01)
