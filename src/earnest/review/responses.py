"""HTTP responses in tests: which calls of a client made them, and which assertions look at the status alone."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass

from .oracles import Oracle, OracleKind
from .reads import call_behind, reads_of
from .syntax import constant, dotted_name, keyword, last_name, text_of
from .unit import Unit
from .walk import parent_of

__all__ = ["StatusCheck", "is_request", "status_check"]

_STATUS = frozenset({"status_code", "status", "status_int"})
_VERBS = frozenset({"get", "post", "put", "patch", "delete", "request", "open", "fetch"})
_CLIENT = re.compile(r"client|(?:^|_)app$|api|http|browser|^c$|^self$|session", re.I)
_PHRASES = {
    "OK": 200, "ok": 200, "CREATED": 201, "created": 201, "ACCEPTED": 202, "accepted": 202, "NO_CONTENT": 204,
    "no_content": 204, "FOUND": 302, "found": 302, "NOT_MODIFIED": 304, "BAD_REQUEST": 400, "bad_request": 400,
    "UNAUTHORIZED": 401, "unauthorized": 401, "FORBIDDEN": 403, "forbidden": 403, "NOT_FOUND": 404, "not_found": 404,
    "CONFLICT": 409, "conflict": 409, "UNPROCESSABLE_ENTITY": 422, "UNPROCESSABLE_CONTENT": 422,
}  # fmt: skip
"""Statuses by their names in `http.HTTPStatus` and `requests.codes`."""


@dataclass(frozen=True, slots=True)
class StatusCheck:
    """An assertion that compares the status of a response with a number and looks at nothing else."""

    request: ast.Call
    """The client's call that brought the response."""
    status: int


def status_check(oracle: Oracle, unit: Unit) -> StatusCheck | None:
    """What the oracle says about a status, or None where it is any other check."""
    left, right, response = _parts(oracle)
    if left is None or right is None:
        return None
    for seen, wanted in ((left, right), (right, left)):
        status = _number(wanted) or _parameter(wanted, unit)
        if status and isinstance(seen, ast.Attribute) and seen.attr in _STATUS:
            request = _request(response or seen.value, unit)
            return StatusCheck(request, status) if request is not None else None
    return None


def _parts(oracle: Oracle) -> tuple[ast.expr | None, ast.expr | None, ast.expr | None]:
    """Both sides of a comparison for equality; and what is iterated over in `all(r.status_code == 200 for r in rs)`."""
    node, test = oracle.node, oracle.test
    if oracle.kind is OracleKind.UNITTEST and isinstance(node, ast.Call) and len(node.args) > 1:
        equal = last_name(node.func) in {"assertEqual", "assertEquals", "assertIs"}
        return (node.args[0], node.args[1], None) if equal else (None, None, None)
    among: ast.expr | None = None
    if isinstance(test, ast.Call) and dotted_name(test.func) == "all" and test.args:
        inner = test.args[0]
        if isinstance(inner, ast.GeneratorExp | ast.ListComp):
            among, test = inner.generators[0].iter, inner.elt
    if isinstance(test, ast.Compare) and len(test.ops) == 1 and isinstance(test.ops[0], ast.Eq):
        return test.left, test.comparators[0], among
    return None, None, None


def _number(node: ast.expr) -> int:
    value = constant(node)
    if isinstance(value, int) and 200 <= value < 600:
        return value
    name = dotted_name(node)
    if not name:
        return 0
    last = name.rpartition(".")[2]
    if "." in name and last in _PHRASES:
        return _PHRASES[last]
    numbered = re.search(r"HTTP_(\d{3})", last)
    return int(numbered[1]) if numbered else 0


def _parameter(node: ast.expr, unit: Unit) -> int:
    """The lowest status that `parametrize` gives to this argument."""
    if not isinstance(node, ast.Name) or node.id not in unit.parameters:
        return 0
    marks = [mark for name, mark in unit.decorators if name == "pytest.mark.parametrize"]
    values = [constant(one) for mark in marks for one in ast.walk(mark)]
    return min((value for value in values if isinstance(value, int) and 200 <= value < 600), default=0)


def _request(response: ast.expr, unit: Unit) -> ast.Call | None:
    """The client's call behind a response, where nothing but the status of that response is looked at."""
    if isinstance(response, ast.Name) and not all(_is_status_or_message(read) for read in reads_of(unit, response.id)):
        return None
    call = call_behind(unit, response)
    if call is None:
        return _first_of_several(response, unit)
    if is_request(call):
        return call
    if not dotted_name(call.func).endswith(("gather", "benchmark")):
        return None
    return next((one for one in unit.of(ast.Call) if is_request(one)), None)


def _first_of_several(response: ast.expr, unit: Unit) -> ast.Call | None:
    """The first request where a variable holds one response after the other."""
    if not isinstance(response, ast.Name) or response.id in unit.arguments:
        return None
    values = [one.value if isinstance(one, ast.Await) else one for one in unit.assigned.get(response.id, ())]
    requests = [one for one in values if isinstance(one, ast.Call) and is_request(one)]
    return requests[0] if requests and len(requests) == len(values) else None


def _is_status_or_message(read: ast.Name) -> bool:
    """Whether a response is read for its status, or for the message of a failed assertion."""
    around = parent_of(read)
    if isinstance(around, ast.Attribute) and around.attr in _STATUS:
        return True
    if isinstance(around, ast.comprehension):
        return True
    node: ast.AST | None = read
    while node is not None and not isinstance(node, ast.stmt):
        above = parent_of(node)
        if isinstance(above, ast.Assert):
            return above.msg is node
        node = above
    return False


def is_request(call: ast.Call) -> bool:
    """Whether the call sends a request by something that is named like a client, HEAD and OPTIONS left out."""
    if not isinstance(call.func, ast.Attribute) or call.func.attr not in _VERBS or keyword(call, "method") is not None:
        return False
    if call.func.attr == "request" and text_of(call.args[0] if call.args else None).upper() in ("HEAD", "OPTIONS"):
        return False
    owner = call.func.value
    names = dotted_name(owner.func if isinstance(owner, ast.Call) else owner)
    return bool(names) and bool(_CLIENT.search(names.rpartition(".")[2]))
