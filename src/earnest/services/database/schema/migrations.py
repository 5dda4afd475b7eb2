"""A schema made by Alembic's migrations."""

from __future__ import annotations

import contextlib
import io
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from ....errors import SchemaError
from ..port import Address
from .digest import contents, digest
from .failure import shown_as_the_users

if TYPE_CHECKING:
    from alembic.config import Config

__all__ = ["Migrations"]

_VARIABLE = "DATABASE_URL"


class Migrations:
    """`alembic:alembic.ini`."""

    def __init__(self, name: str, ini: Path) -> None:
        """Looks whether the file is there. Raises SchemaError."""
        self._name = name
        self._ini = ini
        if not ini.is_file():
            raise SchemaError(
                f"The schema {name!r}: there is no file {ini}.", cure="Mend its path in [tool.earnest.database]."
            )

    def fingerprint(self) -> str:
        """Of all code beside the file: migrations may import the models, and env.py the settings."""
        return digest("alembic", contents(self._ini.parent))

    def build(self, address: Address) -> None:
        """`alembic upgrade head`. env.py finds the URL in the option sqlalchemy.url and in DATABASE_URL."""
        with _as_if_alone(self._ini.parent), shown_as_the_users(self._name):
            from alembic import command
            from alembic.config import Config

            config = Config(str(self._ini), stdout=io.StringIO())
            url = address.async_url if _is_async(config) else address.sync_url
            os.environ[_VARIABLE] = url
            config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
            command.upgrade(config, "head")


def _is_async(config: Config) -> bool:
    """Whether env.py makes an async engine, which wants a driver for asyncio."""
    from alembic.script import ScriptDirectory

    text = Path(ScriptDirectory.from_config(config).env_py_location).read_text(encoding="utf-8")
    return "async_engine" in text


@contextlib.contextmanager
def _as_if_alone(directory: Path) -> Iterator[None]:
    """In that directory; environment and logging are as they were behind it: env.py sets them up anew."""
    import logging

    before, variable = os.getcwd(), os.environ.get(_VARIABLE)
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    os.chdir(directory)
    try:
        yield
    finally:
        os.chdir(before)
        os.environ.pop(_VARIABLE, None)
        if variable is not None:
            os.environ[_VARIABLE] = variable
        root.handlers[:] = handlers
        root.setLevel(level)
        for logger in logging.Logger.manager.loggerDict.values():
            if isinstance(logger, logging.Logger):
                logger.disabled = False
