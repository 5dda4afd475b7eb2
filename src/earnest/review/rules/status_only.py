"""ET107: a test of an endpoint looks at the status and at nothing that came back."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from ...model import Severity
from ..oracles import Oracle, OracleKind, assertions_of, oracles_of
from ..reads import names_in
from ..responses import StatusCheck, status_check
from ..rule import Bad, Good, Hit, TestRule
from ..syntax import last_name, source_of
from ..testfile import TestFile
from ..unit import Unit

__all__ = ["StatusOnly"]

_BODILESS = frozenset({204, 205, 304})
_COUNTS = frozenset({"assert_called", "assert_called_once", "assert_awaited", "assert_awaited_once"})
_TIMES = re.compile(r"elapsed|duration|seconds|took|start|(?:^|_)time(?:_|$)", re.I)
_OUTCOME = re.compile(
    r"accept|reject|allow|denie|deny|forbid|permit|refus|status|insensitive|ignor|rout(?:e|ing)|mount|match|redirect|limit"
    r"|skip|trust|(?<!\d)[2-5]\d\d(?!\d)",
    re.I,
)
"""What a test is called whose subject is whether a request gets through: the status is the answer to that."""


class StatusOnly(TestRule):
    """A test of an endpoint checks the status code and nothing else.

    A route that answers 200 with an empty list, with somebody else's order or with an error page passes this test. The
    status says that the request was understood; what the user gets is in the body, and what the request was for is in
    the database.

    It is a warning for what succeeds and for 400, 409 and 422, where the body says which field is wrong. It is an
    information for 401 and 403, for redirects, and where the test's name says that it is about being
    let through (accepts, rejects, routes, …) or it tells several statuses apart: a status alone is tolerable there.

    Do instead: assert on the body (`response.json()["email"] == …`), and read back what a writing request stored.

    Stays silent: for statuses without a body (204, 205, 304), HEAD and OPTIONS; for 404, 405, 5xx and other refusals;
    when anything else is checked: the body, a header, a row, a sent mail, an argument of a double (a bare call count,
    or one comparison of a time, is no such check); for tests that measure, with several comparisons of times.
    """

    code = "ET107"
    name = "status-only"
    cure = "Assert on the body of the response, and read back what the request stored."
    bad = (
        Bad(
            "def test_lists_items(client):  # flagged\n    response = client.get('/items')\n"
            "    assert response.status_code == 200\n"
        ),
        Bad(
            "from http import HTTPStatus\n\n\nasync def test_creates(client):  # flagged\n"
            "    response = await client.post('/users', json={'email': 'a@b.c'})\n"
            "    assert response.status_code == HTTPStatus.CREATED, response.text\n"
        ),
        Bad(
            "import asyncio\n\n\nasync def test_many(client):  # flagged\n    tasks = [client.get('/items') for _ in 'ab']\n"
            "    responses = await asyncio.gather(*tasks)\n    assert all(r.status_code == 200 for r in responses)\n"
        ),
        Bad(
            "import unittest\n\n\nclass TestItems(unittest.TestCase):\n    def test_lists(self):  # flagged\n"
            "        response = self.client.get('/items')\n        self.assertEqual(response.status_code, 200)\n"
        ),
    )
    good = (
        Good(
            "def test_a(client):\n    response = client.get('/items')\n    assert response.status_code == 200\n"
            "    assert response.json() == []\n",
            "the body is checked",
        ),
        Good(
            "def test_a(client):\n    response = client.delete('/items/1')\n    assert response.status_code == 204\n",
            "204 has no body",
        ),
        Good(
            "def test_a(client):\n    assert client.get('/nowhere').status_code == 404\n",
            "there is nothing in a 404 that a test should look at",
        ),
        Good(
            "def test_a(client, store):\n    response = client.post('/items', json={'name': 'a'})\n"
            "    assert response.status_code == 201\n    assert store.names() == ['a']\n",
            "what was stored is read back",
        ),
        Good(
            "import httpx\n\n\ndef test_a():\n    response = httpx.Response(200)\n    assert response.status_code == 200\n",
            "a response that no client brought: the status is the subject",
        ),
        Good(
            "def test_a(client):\n    assert client.head('/items').status_code == 200\n",
            "HEAD brings no body",
        ),
        Good(
            "def test_a(client):\n    response = client.get('/items')\n    assert response.status_code == 200\n"
            "    check_items(response)\n",
            "a helper looks at the response",
        ),
    )

    def judge(self, test: Unit, file: TestFile) -> Iterator[Hit]:
        """Tests all of whose oracles are statuses of responses, with times and bare call counts left out."""
        if "status" not in file.text or any(not _is_status_or_time(one) for one in assertions_of(test)):
            return
        found: list[StatusCheck] = []
        times = 0
        for oracle in oracles_of(test):
            check = status_check(oracle, test)
            if check is not None:
                found.append(check)
            elif _is_time(oracle):
                times += 1
            elif not _weighs_nothing(oracle):
                return
        if not found or times > 1 or any(one.status in _BODILESS for one in found):
            return
        if not any(_says_something(one.status) for one in found):
            return
        shown = sorted({one.status for one in found})
        statuses = " and ".join(map(str, shown))
        yield Hit(
            test.node or found[0].request,
            f"checks only the status {statuses} of {source_of(found[0].request, 50)}: any body passes",
            severity=None
            if len(shown) == 1 and _is_grave(shown[0]) and not _OUTCOME.search(test.name)
            else Severity.INFO,
        )


def _is_status_or_time(oracle: Oracle) -> bool:
    """A cheap look before responses are followed: whether an assertion names a status or a time at all."""
    looked_at = oracle.test or oracle.node
    return any(
        isinstance(one, ast.Attribute) and one.attr.startswith("status") for one in ast.walk(looked_at)
    ) or _is_time(oracle)


def _says_something(status: int) -> bool:
    """Whether a response of this status has something in it that a test should look at: nobody reads the page of a 404."""
    return status < 400 or status in (400, 401, 403, 409, 422)


def _is_grave(status: int) -> bool:
    return status < 300 or status in (400, 409, 422)


def _weighs_nothing(oracle: Oracle) -> bool:
    """Whether it says nothing about what the request did: a call count without arguments, a benchmark."""
    node = oracle.node
    if oracle.kind is OracleKind.MOCK and isinstance(node, ast.Call):
        return last_name(node.func) in _COUNTS and not node.args and not node.keywords
    if oracle.kind is OracleKind.FOREIGN and isinstance(node, ast.Call):
        return last_name(node.func) in ("benchmark", "raise_for_status", "wait_for", "timeout")
    return False


def _is_time(oracle: Oracle) -> bool:
    if isinstance(oracle.test, ast.Compare) and isinstance(oracle.test.ops[0], ast.Lt | ast.LtE):
        return any(_TIMES.search(name) for name in names_in(oracle.test))
    return False
