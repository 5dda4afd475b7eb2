"""What kinds of thing the first-party code deals with, seen in its syntax."""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ..model import Project, SourceFile

__all__ = ["Sight", "clients", "has_concurrency", "has_error_paths", "has_messages", "has_volumes"]

_CLIENTS = {
    "database": "MySQLdb aiomysql aiosqlite asyncpg cassandra clickhouse_driver duckdb elasticsearch flask_sqlalchemy"
    " motor mysql oracledb peewee psycopg psycopg2 pymongo pymysql sqlalchemy sqlite3 sqlmodel tortoise",
    "cache": "aioredis memcache pymemcache redis valkey",
    "queue": "aio_pika aiokafka celery confluent_kafka dramatiq kafka kombu nats pika rq",
    "mail": "aiosmtplib imaplib poplib smtplib",
    "object storage": "aioboto3 aiobotocore boto3 botocore minio",
    "disk": "shutil tempfile",
}
_KIND_OF = {module: kind for kind, modules in _CLIENTS.items() for module in modules.split()}
_FILE_METHODS = frozenset({"read_bytes", "read_text", "write_bytes", "write_text"})
_CLIENT_WORDS = re.compile(rf"\b(?:{'|'.join([*_KIND_OF, *_FILE_METHODS, 'open', 'django'])})\b")
_MODULES = "_thread anyio asyncio concurrent curio eventlet gevent multiprocessing queue threading trio"
_CONCURRENT = frozenset(_MODULES.split())
_CONCURRENT_WORDS = re.compile(rf"\b(?:async|{'|'.join(sorted(_CONCURRENT))})\b")
_ERROR_WORDS = re.compile(r"\b(?:raise|except|finally)\b")
_VOLUME_NAME = re.compile(r"(?:^|_)(?:batch|batches|bulk|chunk|chunks|limit|offset|page|pages|paginate)(?:_|$)", re.I)
_VOLUME_WORDS = re.compile(r"batch|bulk|chunk|limit|offset|page|paginate", re.I)


@dataclass(frozen=True, slots=True)
class Sight:
    """One place where the code reaches for infrastructure."""

    path: str
    line: int
    what: str
    kind: str


def clients(project: Project) -> tuple[Sight, ...]:
    """The first use of each client in each file, in file order."""
    seen: dict[tuple[str, str], Sight] = {}
    for source, node in _nodes(project, _CLIENT_WORDS):
        for what, kind in _client(node):
            seen.setdefault((source.path, what), Sight(source.path, getattr(node, "lineno", 1), what, kind))
    return tuple(sorted(seen.values(), key=lambda sight: (sight.path, sight.line)))


def has_error_paths(project: Project) -> bool:
    """Whether anything is raised, handled or cleaned up."""
    return _any(project, _ERROR_WORDS, lambda node: isinstance(node, ast.Raise | ast.Try | ast.TryStar))


def has_messages(project: Project) -> bool:
    """Whether an exception is raised with something to say."""
    return _any(project, _ERROR_WORDS, _speaks)


def has_concurrency(project: Project) -> bool:
    """Whether there are coroutines, threads, processes or locks."""
    return _any(project, _CONCURRENT_WORDS, _concurrent)


def has_volumes(project: Project) -> bool:
    """Whether a name speaks of limits, pages, batches or chunks."""
    return _any(project, _VOLUME_WORDS, lambda node: any(_VOLUME_NAME.search(name) for name in _names(node)))


def _any(project: Project, words: re.Pattern[str], wanted: Callable[[ast.AST], bool]) -> bool:
    return any(wanted(node) for _source, node in _nodes(project, words))


def _nodes(project: Project, words: re.Pattern[str]) -> Iterator[tuple[SourceFile, ast.AST]]:
    """The nodes of each file in which one of the words occurs; a search is some hundred times cheaper than a parse."""
    for source in project.sources:
        if words.search(source.text):
            for node in ast.walk(_parse(source.text)):
                yield source, node


def _parse(text: str) -> ast.Module:
    # The project room refuses files with syntax errors before anything is judged; mere warnings are not ours to show.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return ast.parse(text)


def _modules(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
        yield node.module


def _client(node: ast.AST) -> Iterator[tuple[str, str]]:
    for module in _modules(node):
        top = module.partition(".")[0]
        if top in _KIND_OF:
            yield f"imports {top}", _KIND_OF[top]
        elif f"{module}.".startswith("django.db."):
            yield "imports django.db", "database"
        elif f"{module}.".startswith("django.core.mail."):
            yield "imports django.core.mail", "mail"
    if isinstance(node, ast.Call):
        if isinstance(node.func, ast.Name) and node.func.id == "open":
            yield "calls open()", "disk"
        elif isinstance(node.func, ast.Attribute) and node.func.attr in _FILE_METHODS:
            yield f"calls .{node.func.attr}()", "disk"


def _speaks(node: ast.AST) -> bool:
    return isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call) and bool(node.exc.args or node.exc.keywords)


def _concurrent(node: ast.AST) -> bool:
    if isinstance(node, ast.AsyncFunctionDef):
        return True
    return any(module.partition(".")[0] in _CONCURRENT for module in _modules(node))


def _names(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Name):
        yield node.id
    elif isinstance(node, ast.Attribute):
        yield node.attr
    elif isinstance(node, ast.arg | ast.keyword):
        yield node.arg or ""
    elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        yield node.name
