"""Lets the server's account reach what it needs: its files belong to it, its programs lie where it may run them."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from ...errors import ServiceError
from .account import ServerAccount
from .build import Build

__all__ = ["give", "within_reach"]


def give(path: Path, account: ServerAccount) -> None:
    """Makes the account the owner of this file or directory and of all in it. Raises OSError."""
    if not account.is_another:
        return
    os.lchown(path, account.uid, account.gid)
    for folder, directories, files in os.walk(path):
        for name in (*directories, *files):
            os.lchown(os.path.join(folder, name), account.uid, account.gid)


def within_reach(build: Build, cache: Path, account: ServerAccount) -> Build:
    """The same programs where this account may run them: copied into the cache once if need be. Raises ServiceError.

    Programs in root's home, such as those of a wheel in a virtual environment there, are out of reach for all others.
    """
    if account.passes(build.directory):
        return build
    base, parts = _parts(build)
    target = cache / f"programs-{hashlib.sha256(build.fingerprint().encode()).hexdigest()[:12]}"
    if not target.exists():
        _copy(base, parts, target)
    return replace(build, directory=target / build.directory.relative_to(base))


def _parts(build: Build) -> tuple[Path, list[Path]]:
    """A directory, and what of it a server needs.

    A build that was not installed into a directory of its own has one of that name below share and lib; see PostgreSQL's
    manual, "Installation from Source Code", --datadir.
    """
    prefix = build.directory.parent
    own = [prefix / kind / "postgresql" for kind in ("share", "lib")]
    parts = [Path(build.postgres), Path(build.initdb), *(path if path.is_dir() else path.parent for path in own)]
    parts += [path for path in (prefix / "lib").glob("*.so*") if path.is_file()]
    if build.kind != "wheel":
        return prefix, parts
    # Libraries that were put into a wheel lie beside the package and are found by the way from the program to them.
    site = prefix.parent.parent
    return site, [*parts, *site.glob(f"{prefix.parent.name}.libs")]


def _copy(base: Path, parts: list[Path], target: Path) -> None:
    """Ends with a rename: what a killed process left half-made is never taken for whole."""
    fresh = target.with_name(f"{target.name}.{os.getpid()}")
    try:
        for part in parts:
            copy = fresh / part.relative_to(base)
            copy.parent.mkdir(parents=True, exist_ok=True)
            if part.is_dir():
                shutil.copytree(part, copy, dirs_exist_ok=True)
            else:
                shutil.copy2(part, copy)
        for path in _inside(fresh):
            path.chmod(path.stat().st_mode | (0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644))
        if not target.exists():
            fresh.rename(target)
    except OSError as error:
        if not target.exists():  # else another process was faster
            raise ServiceError(
                f"The programs of PostgreSQL cannot be copied to {target}: {error.strerror}.",
                cure="Free some space, or install PostgreSQL where every account of this machine may run it.",
            ) from error
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _inside(directory: Path) -> Iterator[Path]:
    yield directory
    yield from directory.rglob("*")
