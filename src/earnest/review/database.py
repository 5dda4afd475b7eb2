"""How the suite reaches its databases: URLs, engines, sessions."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from .syntax import last_name, text_of
from .unit import Unit
from .walk import parent_of

__all__ = ["ENGINE_NAMES", "MAKERS", "sqlite_urls"]

ENGINE_NAMES = {
    "postgresql": "PostgreSQL", "mysql": "MySQL", "oracle": "Oracle", "mssql": "SQL Server", "sqlite": "SQLite",
}  # fmt: skip
"""What people call the engines."""
MAKERS = frozenset({"create_engine", "create_async_engine", "engine_from_config", "async_engine_from_config"})
"""Functions that make an engine from a URL."""
_TAKERS = MAKERS | {"Database", "set_main_option", "setenv", "init_db", "make_url", "configure"}
"""Functions that take the URL of the database that is used from then on."""
_URL = re.compile(r"sqlite(?:\+\w+)?://|django\.(?:contrib\.gis\.)?db\.backends\.(?:sqlite3|spatialite)$")
_SETTING = re.compile(
    r"(?:DATABASE|DB|SQLALCHEMY|SQL)\w*(?:URL|URI|DSN|CONN\w*)|(?:^|_)ENGINE$|^sqlalchemy\.url$", re.I
)
"""Names of settings that hold such a URL."""
_FALLBACK = frozenset({"get", "getenv", "getoption", "config", "env", "environ"})


def sqlite_urls(unit: Unit) -> Iterator[ast.Constant]:
    """The SQLite URLs (or Django engines) that the unit puts to use: hands to an engine, or sets as the setting that
    holds the database's address. One that is only the default behind a variable of the environment is none."""
    for node in unit.of(ast.Constant):
        if _URL.match(text_of(node)) and _is_put_to_use(node, unit):
            yield node


def _is_put_to_use(node: ast.Constant, unit: Unit) -> bool:
    around = parent_of(node)
    if isinstance(around, ast.keyword):
        if around.arg and _SETTING.search(around.arg):
            return True
        around = parent_of(around)
    if isinstance(around, ast.Call):
        name = last_name(around.func)
        return name in _TAKERS and name not in _FALLBACK
    if isinstance(around, ast.Dict):
        keys = [key for key, value in zip(around.keys, around.values, strict=True) if value is node]
        return any(_SETTING.search(text_of(key)) for key in keys) and not isinstance(parent_of(around), ast.Compare)
    if isinstance(around, ast.Assign):
        return any(_names_setting(target) or _feeds_engine(target, unit) for target in around.targets)
    if isinstance(around, ast.AnnAssign):
        return _names_setting(around.target)
    return False


def _names_setting(target: ast.expr) -> bool:
    if isinstance(target, ast.Subscript):
        return bool(_SETTING.search(text_of(target.slice)))
    return bool(_SETTING.search(last_name(target)))


def _feeds_engine(target: ast.expr, unit: Unit) -> bool:
    """Whether a call that makes an engine gets the name as its URL."""
    if not isinstance(target, ast.Name):
        return False
    calls = [call for other in unit.file.units for call in other.calls(*MAKERS)]
    return any(isinstance(call.args[0], ast.Name) and call.args[0].id == target.id for call in calls if call.args)
