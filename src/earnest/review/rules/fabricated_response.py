"""ET206: an invented response of somebody else's service is fed to the code."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from ..doubles import doubles_of
from ..origin import Party
from ..rule import Bad, Good, Hit, Standing, TestRule
from ..subject import own_calls
from ..syntax import dotted_name
from ..testfile import TestFile
from ..unit import Unit

__all__ = ["FabricatedResponse"]

_DEPTH = 3
"""Levels of mappings and lists from which a literal is a structure that somebody must have seen somewhere."""
_ENTRIES = 4
_SOURCES = re.compile(
    r"record|captur|schema|openapi|swagger|sample|from the docs|documentation|https?://|taken from|copied"
    r"|actual response|real response",
    re.I,
)
_NAMED = re.compile(r"(?:^|_)(?:response|reply|answer|api_data|payload)(?:_|$)", re.I)
"""Local names of what a service is said to have answered."""
_RESPONSES = frozenset({"json", "read", "text", "content", "data", "body"})
_APP = {
    "src/app/__init__.py": "",
    "src/app/weather.py": (
        "import requests\n\n\ndef temperature(city):\n    answer = requests.get('https://example.com/' + city).json()\n"
        "    return parsed(answer)\n\n\ndef parsed(answer):\n    return answer['data']['now']['temperature']\n"
    ),
}
_BODY = (
    "    get.return_value.json.return_value = {  # flagged\n        'data': {'now': {'temperature': 3, "
    "'unit': 'C'}, 'city': 'Ulm'},\n"
    "        'status': 'ok',\n    }\n    assert temperature('Ulm') == 3\n"
)


class FabricatedResponse(TestRule):
    """A nested structure that the test's author made up is handed to the code as the answer of a service.

    The code is tested against an idea of the service, written by whoever wrote the code. A field with another name, a
    missing level or a list where a mapping was expected show only in production.

    Do instead: record a real answer once and load it, build it by the service's published schema, or run a local server
    that speaks the protocol.

    Stays silent: shallow answers; structures that are loaded, or of which a comment or the docstring says where they come
    from (recorded, schema, documentation, an address).
    """

    code = "ET206"
    name = "fabricated-response"
    standing = Standing.PREVIEW
    cure = "Record a real answer, or build it by the service's schema, and say so."
    bad = (
        Bad(
            "from unittest.mock import patch\nfrom app.weather import temperature\n\n\n"
            f"@patch('app.weather.requests.get')\ndef test_temperature(get):\n{_BODY}",
            files=_APP,
        ),
        Bad(
            "from app.weather import parsed\n\n\ndef test_parsed():  # flagged\n"
            "    response = {'data': {'now': {'temperature': 3, 'unit': 'C'}}, 'status': 'ok'}\n"
            "    assert parsed(response) == 3\n",
            files=_APP,
        ),
        Bad(
            "from app.weather import temperature\n\n\ndef test_temperature(mocker):\n"
            f"    get = mocker.patch('requests.get')\n{_BODY}",
            files=_APP,
        ),
    )
    good = (
        Good(
            "from unittest.mock import patch\nfrom app.weather import temperature\n\n\n"
            "@patch('requests.get')\ndef test_temperature(get):\n    # recorded from the service on 2 May 2026\n"
            + _BODY.replace("  # flagged", ""),
            "a comment says where it comes from",
            files=_APP,
        ),
        Good(
            "from unittest.mock import patch\nfrom app.weather import temperature\n\n\n@patch('requests.get')\n"
            "def test_temperature(get):\n    get.return_value.json.return_value = {'status': 'down'}\n"
            "    try:\n        temperature('Ulm')\n    except KeyError as error:\n        assert 'data' in "
            "str(error)\n",
            "the answer is shallow",
            files=_APP,
        ),
        Good(
            "import json\nfrom pathlib import Path\nfrom unittest.mock import patch\nfrom app.weather import "
            "temperature\n\n\n"
            "@patch('requests.get')\ndef test_temperature(get):\n"
            "    get.return_value.json.return_value = json.loads(Path('tests/answer.json').read_text())\n"
            "    assert temperature('Ulm') == 3\n",
            "a recorded answer is loaded",
            files=_APP,
        ),
    )

    def judge(self, test: Unit, file: TestFile) -> Iterator[Hit]:
        """Deep literals that become what a foreign double's response holds, or that are given to a parser as one."""
        if "return_value" in file.text:
            yield from _of_doubles(test)
        yield from _handed(test)


def _of_doubles(test: Unit) -> Iterator[Hit]:
    foreign = {
        name.partition(".")[0]: double.origin
        for double in doubles_of(test)
        if double.origin.party in (Party.THIRD, Party.STDLIB, Party.BOUNDARY)
        for name in double.names
    }
    if not foreign or _SOURCES.search(_text(test)):
        return
    for assign in test.of(ast.Assign):
        written = dotted_name(assign.targets[0])
        first, _, rest = written.partition(".")
        parts = rest.split(".")
        if (
            first in foreign
            and parts[-1] == "return_value"
            and _RESPONSES.intersection(parts)
            and _is_deep(assign.value)
        ):
            yield Hit(assign, f"makes up what {foreign[first].dotted} answers, {_depth(assign.value)} levels deep")


def _handed(test: Unit) -> Iterator[Hit]:
    """Answers that are given to the project's own function by a name that says what they are to be."""
    named = {
        name: values[0]
        for name, values in test.assigned.items()
        if len(values) == 1 and _NAMED.search(name) and _is_deep(values[0])
    }
    if not named or _SOURCES.search(_text(test)):
        return
    for call in own_calls(test):
        for given in (*call.node.args, *(one.value for one in call.node.keywords)):
            if isinstance(given, ast.Name) and given.id in named and test.node is not None:
                yield Hit(test.node, f"makes up the {given.id} that it gives to {call.origin.dotted}")
                return


def _text(test: Unit) -> str:
    node = test.node
    if node is None:
        return ""
    return "\n".join(test.file.lines[node.lineno - 2 if node.lineno > 1 else 0 : node.end_lineno])


def _is_deep(value: ast.expr) -> bool:
    entries = sum(len(node.keys) for node in ast.walk(value) if isinstance(node, ast.Dict))
    return _depth(value) >= _DEPTH and entries >= _ENTRIES


def _depth(value: ast.AST) -> int:
    if isinstance(value, ast.Dict):
        return 1 + max((_depth(one) for one in value.values), default=0)
    if isinstance(value, ast.List | ast.Tuple):
        return 1 + max((_depth(one) for one in value.elts), default=0)
    return 0
