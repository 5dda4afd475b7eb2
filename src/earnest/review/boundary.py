"""Where the project ends: modules whose only job is to wrap a third-party client, and what the settings declare."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from .symbols import SymbolKind
from .syntax import dotted_name, every, last_name

if TYPE_CHECKING:
    from .codebase import Codebase

__all__ = ["CLIENTS", "Boundaries"]

_CLIENT_NAMES = (
    "aioboto3 aiobotocore aiohttp aiokafka aio_pika aiosmtplib anthropic azure boto3 botocore braintree confluent_kafka"
    " docker elasticsearch ftplib google grpc httpcore httplib2 httpx imaplib kafka kubernetes ldap ldap3 mailchimp"
    " minio openai opensearchpy paho paramiko pexpect pika poplib postmarker pycurl pyfcm pyodbc requests sendgrid serial"
    " slack_sdk smtplib socket stripe subprocess suds telnetlib twilio urllib3 usb websocket websockets zeep"
)
_PLUMBING_NAMES = "config conf const constants errors exceptions log logging models schemas settings types"
CLIENTS = frozenset(_CLIENT_NAMES.split())
"""Top-level modules that reach beyond the process, and that tests rightly replace. Databases, caches and queues that
run beside the tests are not among them: those can be had for real."""

_CLIENT_MODULES = frozenset({"urllib.request", "http.client"})
_PLUMBING = frozenset(_PLUMBING_NAMES.split())
"""Own modules that a wrapper may import without ceasing to be one."""
_WORLD = frozenset({
    "time", "random", "secrets", "uuid", "getpass", "webbrowser", "platform", "select", "signal", "pwd", "multiprocessing",
})  # fmt: skip
"""Standard modules through which a small function asks the clock, chance, the machine or a person."""
_ASKING = frozenset({
    "now", "utcnow", "today", "input", "popen", "fork", "which", "isatty", "gethostname", "getfqdn", "get_terminal_size",
})  # fmt: skip
"""Methods of datetime and functions of os, shutil and builtins that do the same."""
_PURE = frozenset(
    {"path", "sep", "linesep", "pathsep", "curdir", "devnull", "fspath", "PathLike", "altsep", "extsep", "name"}
)
_PROCESS = frozenset({"stdin", "stdout", "stderr", "platform", "argv", "executable", "exit", "version_info"})
_SMALL = 12
"""Lines up to which a function that asks the surroundings does little else."""
_SHARE = 0.6
"""From which share of its functions using a client on a module is a wrapper. Chosen so that one helper beside each two
wrapping functions is allowed."""


class Boundaries:
    """Which modules and names of the project are boundaries."""

    def __init__(self, codebase: Codebase, declared: Sequence[str]) -> None:
        """`declared`: dotted names of modules, classes or functions."""
        self._codebase = codebase
        self._declared = frozenset(declared)
        self._inferred: dict[str, bool] = {}
        self._outer: dict[str, tuple[frozenset[str], frozenset[str]]] = {}

    def declares(self, dotted: str) -> bool:
        """Whether the settings name it, or something around it."""
        if not self._declared:
            return False
        parts = dotted.split(".")
        return any(".".join(parts[:length]) in self._declared for length in range(1, len(parts) + 1))

    def holds(self, module: str, file: str) -> bool:
        """Whether the module is a boundary, declared or inferred."""
        if self.declares(module):
            return True
        if file.endswith("/"):
            return False
        if file not in self._inferred:
            self._inferred[file] = False  # what a cycle of imports meets
            self._inferred[file] = self._wraps(file)
        return self._inferred[file]

    def touches(self, file: str, function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
        """Whether a function itself reaches for what lies outside: it calls a client, or it is small and asks the clock,
        chance, the machine or a person."""
        if file not in self._outer:
            imports = [one for one in self._codebase.symbols(file).names.items() if one[1].kind is SymbolKind.IMPORT]
            clients = frozenset(name for name, symbol in imports if symbol.target.partition(".")[0] in CLIENTS)
            world = frozenset(name for name, symbol in imports if symbol.target.partition(".")[0] in _WORLD)
            tree = self._codebase.tree(file) if clients else None
            self._outer[file] = clients, world | (_attributes(tree, clients) if tree else frozenset())
        clients, others = self._outer[file]
        body = function.body[1:] if ast.get_docstring(function) else function.body
        if any(_calls(statement, clients) for statement in body):
            return True
        return (
            bool(body)
            and (function.end_lineno or 0) - body[0].lineno < _SMALL
            and any(_calls(statement, others) or _asks(statement) for statement in body)
        )

    def _wraps(self, file: str) -> bool:
        """Whether most of its functions use a client that it imports, and none of the project's other code."""
        source = self._codebase.source(file)
        if source is None or not any(client in source.text for client in (*CLIENTS, *_CLIENT_MODULES)):
            return False
        tree = self._codebase.tree(file)
        if tree is None:
            return False
        clients, others = self._imports(tree, file)
        if not clients or others:
            return False
        functions = list(_functions(tree))
        used = [function for function in functions if _uses(function, clients | _attributes(tree, clients))]
        return bool(functions) and len(used) >= _SHARE * len(functions)

    def _imports(self, tree: ast.Module, file: str) -> tuple[frozenset[str], bool]:
        """Local names bound to clients, and whether it imports other code of the project that does something."""
        clients, others = set(), False
        for name, symbol in self._codebase.symbols(file).names.items():
            if symbol.kind is not SymbolKind.IMPORT:
                continue
            top = symbol.target.partition(".")[0]
            if top in CLIENTS or any(f"{symbol.target}.".startswith(f"{client}.") for client in _CLIENT_MODULES):
                clients.add(name)
            elif self._codebase.file_of(symbol.target) or self._codebase.file_of(symbol.target.rpartition(".")[0]):
                others = others or not _is_plumbing(symbol.target)
        return frozenset(clients), others


def _is_plumbing(dotted: str) -> bool:
    return any(part.strip("_") in _PLUMBING for part in dotted.split("."))


def _functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """The functions and methods that do something, constructors and properties of one line left out."""
    for statement in tree.body:
        members = statement.body if isinstance(statement, ast.ClassDef) else [statement]
        for member in members:
            if isinstance(member, ast.FunctionDef | ast.AsyncFunctionDef) and member.name != "__init__":
                yield member


def _attributes(tree: ast.Module, clients: frozenset[str]) -> frozenset[str]:
    """Attributes and module variables that hold something made by a client: `self._http = httpx.Client()`."""
    found = set()
    for node in every(tree):
        if isinstance(node, ast.Assign) and _uses(node.value, clients):
            for target in node.targets:
                if isinstance(target, ast.Attribute):
                    found.add(target.attr)
                elif isinstance(target, ast.Name):
                    found.add(target.id)
        elif isinstance(node, ast.arg) and node.annotation and _uses(node.annotation, clients):
            found.update((node.arg, f"_{node.arg}"))
    return frozenset(found)


def _calls(node: ast.AST, names: frozenset[str]) -> bool:
    """Whether it calls one of these names, or something inside it; a name of `self` counts too."""
    for child in every(node):
        if isinstance(child, ast.Call):
            first, _, rest = dotted_name(child.func).partition(".")
            if first in names or (first == "self" and rest.partition(".")[0] in names):
                return True
    return False


def _asks(node: ast.AST) -> bool:
    """Whether it calls something of the operating system, the process or the clock by its usual name."""
    for child in every(node):
        if isinstance(child, ast.Call) and last_name(child.func) in _ASKING:
            return True
        if isinstance(child, ast.Attribute) and isinstance(child.value, ast.Name):
            name = child.value.id, child.attr
            if (name[0] == "os" and name[1] not in _PURE) or (name[0] == "sys" and name[1] in _PROCESS):
                return True
    return False


def _uses(node: ast.AST, names: frozenset[str]) -> bool:
    for child in every(node):
        if isinstance(child, ast.Name) and child.id in names:
            return True
        if isinstance(child, ast.Attribute) and child.attr in names and dotted_name(child.value) == "self":
            return True
    return False
