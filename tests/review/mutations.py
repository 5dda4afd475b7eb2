"""Makes broken and strange Python files out of good ones, and strange ones out of nothing. All from one seed."""

from __future__ import annotations

import ast
import copy
import random
from collections.abc import Callable

__all__ = ["STATEMENTS", "invented", "mutated", "nested"]

STATEMENTS = [
    "assert x == 1, f'{x!r:>{width}} {y=}'",
    "assert (a := run()) and not a",
    "assert",
    "with pytest.raises(ValueError, match='x') as caught, mock.patch('app.mail.send') as send:\n    run()",
    "with (open(f) as a, open(g) as (b, *c)): pass",
    "async with a as b: await b",
    "async for x in y: yield x",
    "try:\n    run()\nexcept* (ValueError, OSError) as group:\n    raise\nelse:\n    pass\nfinally:\n    pass",
    "try:\n    run()\nexcept Exception:\n    pass",
    "match x:\n    case {'a': [1, *_, y], **rest} if y: pass\n    case Point(x=0) | None as z: pass\n    case _: pass",
    "for i in range(3):\n    time.sleep(i)\nelse:\n    assert i",
    "while True: time.sleep(1)",
    "x = [await y async for y in z if y if not y]",
    "x = {**a, 'b': lambda *a, k=1, **kw: (yield)}",
    "x: int = mock.MagicMock(spec=A)(1)[0].b",
    "a, *b = c = d[1:2, ..., *e]",
    "x @= y if z else ~-+w ** (not v)",
    "global g; nonlocal n",
    "del x, y[0], z.a",
    "print(*a, **b, sep=f'{f\"{1}\"}')",
    "import os.path as p, sys",
    "from . import x as y",
    "from .. import *",
    "from __future__ import annotations",
    "def test_inner(self, a, /, b: int = 1, *c, d, **e) -> None: return",
    "async def test_inner(): await asyncio.sleep(1)",
    "class TestInner(unittest.TestCase, metaclass=M):\n    x = 1\n    def test_a(self): self.assertTrue(self)",
    "@pytest.mark.parametrize(('a', 'b'), [(1, 2), pytest.param(3, 4, id='x')])\n@f(x)[0]\ndef test_p(a, b): assert a",
    "@pytest.fixture(name='n', autouse=True)\ndef fix(request): yield request.param",
    "pytestmark = [pytest.mark.skip, pytest.mark.xfail(reason=f'{x}')]",
    "mock.patch.object(app.mail, 'send', side_effect=[1, ValueError])",
    "monkeypatch.setattr('app.mail.send', lambda *a: None)",
    "mocker.patch(f'{m}.send')",
    "send.assert_called_once_with(mock.ANY, call(1), **{'a': 1})",
    "assert send.call_args_list[0][0] == send.mock_calls",
    "x = rb'\\xff' b'' if '''\n''' else u'\\N{BULLET}'",
    "x = 0x_ff + 1_0j + 1e400 + 00",
    "# earnest: allow[ET401] why",
    "pass  # earnest: allow[ET401, ,x]",
    "'''doc'''",
    "...",
    "return (yield from x)",
    "raise X from None",
    "[].append(*[])",
    "assert None is not 1 < 2 not in 3 != True",
    "if TYPE_CHECKING: from app import x\nelif x: pass\nelse: x = 1",
    "type X[T: int, *Ts, **P] = list[T]",
    "def f[T: (int, str)](x: T) -> T: ...",
    "class A[T = int]: ...",
]
"""Every kind of statement that Python 3.11 to 3.13 knows, valid where it stands or not."""


def nested(kind: str, depth: int) -> bytes:
    """A file whose syntax is as deep as that."""
    lines = {
        "brackets": "x = " + "(" * depth + "1" + ")" * depth,
        "lists": "x = " + "[" * depth + "]" * depth,
        "calls": "def test_a():\n    assert " + "f(" * depth + "1" + ")" * depth,
        "attributes": "def test_a():\n    assert m" + ".a" * depth + " == 1",
        "chained": "def test_a():\n    m" + ".a(1)" * depth,
        "sums": "def test_a():\n    assert " + "1 + " * depth + "1",
        "minus": "def test_a():\n    assert " + "-" * depth + "1",
        "not": "def test_a():\n    assert " + "not " * depth + "1",
        "lambdas": "def test_a():\n    assert " + "lambda: " * depth + "1",
        "blocks": "def test_a():\n" + "".join(" " * n + "if x:\n" for n in range(1, depth)) + " " * depth + "pass",
        "functions": "".join(" " * n + "def test_a():\n" for n in range(depth)) + " " * depth + "pass",
        "classes": "".join(" " * n + "class TestA:\n" for n in range(depth))
        + " " * depth
        + "def test_a(self): assert 1",
        "elifs": "def test_a():\n    if x: pass\n" + "    elif x: pass\n" * depth,
        "compares": "def test_a():\n    assert " + "1 < " * depth + "2",
        "strings": "def test_a():\n    assert " + "'a' " * depth,
        "subscripts": "def test_a():\n    assert x" + "[0]" * depth,
        "conditions": "def test_a():\n    assert " + "1 if x else " * depth + "2",
    }
    return (lines[kind] + "\n").encode()


def _cut(data: bytes, draw: random.Random) -> bytes:
    start = draw.randrange(len(data) + 1)
    return data[:start] + data[start + draw.choice([1, 1, 3, 20, 200]) :]


def _truncate(data: bytes, draw: random.Random) -> bytes:
    return data[: draw.randrange(len(data) + 1)]


def _repeat(data: bytes, draw: random.Random) -> bytes:
    start = draw.randrange(len(data) + 1)
    return data[:start] + data[start : start + draw.choice([1, 10, 100])] * draw.choice([2, 3, 50]) + data[start:]


def _insert(data: bytes, draw: random.Random) -> bytes:
    some = [
        b"\0", b"\xff", b"\x80", b"\xef\xbb\xbf", b"\x0c", b"\r", b"\r\n", b"\x1b[31m", b"\\", b"'", b'"""', b"(", b")", b"[",
        b":", b"\t", b"    ", b"#", b"@", b"*", b"=", b" await ", b" yield ", b" lambda ", b"\xe2\x80\xa8", "ä".encode(),
        b" 0 ", b".", b",", b"\n", b"\n\n", b"f'{", b"async ", b"def test_x(): ", b"\x1a", b"\xf0\x9d\x90\x9a", b"$", b"?", b"!",
    ]  # fmt: skip
    start = draw.randrange(len(data) + 1)
    return data[:start] + draw.choice(some) + data[start:]


def _lines(data: bytes, draw: random.Random) -> bytes:
    lines = data.split(b"\n")
    one, other = draw.randrange(len(lines)), draw.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]
    return b"\n".join(lines)


def _indent(data: bytes, draw: random.Random) -> bytes:
    lines = data.split(b"\n")
    number = draw.randrange(len(lines))
    lines[number] = draw.choice([b" ", b"    ", b"\t", b"\x0c"]) + lines[number]
    return b"\n".join(lines)


def _statement(data: bytes, draw: random.Random) -> bytes:
    """One more statement, at the depth of the line before which it comes."""
    lines = data.split(b"\n")
    number = draw.randrange(len(lines))
    blank = lines[number][: len(lines[number]) - len(lines[number].lstrip())]
    lines[number:number] = [blank + line.encode() for line in draw.choice(STATEMENTS).split("\n")]
    return b"\n".join(lines)


def _ends(data: bytes, draw: random.Random) -> bytes:
    return data.replace(b"\n", draw.choice([b"\r", b"\r\n", b"\n\r", b"\n\x0c"]))


def _encoding(data: bytes, draw: random.Random) -> bytes:
    name = draw.choice(
        ["latin-1", "utf-16", "utf-7", "cp037", "unknown-8", "utf-8", "ascii", "rot13", "unicode_escape", "idna"]
    )
    return draw.choice([b"", b"\xef\xbb\xbf"]) + f"# -*- coding: {name} -*-\n".encode() + data


def _transplant(data: bytes, draw: random.Random) -> bytes:
    """Puts expressions and statements of a valid file where others stood: still valid, and nobody would write it."""
    try:
        tree = ast.parse(data)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return data
    for kind, field in ((ast.expr, "value"), (ast.expr, "func"), (ast.expr, "test"), (ast.expr, "context_expr")):
        owners = [node for node in ast.walk(tree) if isinstance(getattr(node, field, None), kind)]
        if len(owners) > 1:
            setattr(draw.choice(owners), field, copy.deepcopy(getattr(draw.choice(owners), field)))
    blocks = [node for node in ast.walk(tree) if isinstance(getattr(node, "body", None), list) and node.body]
    if len(blocks) > 1:
        draw.choice(blocks).body.append(copy.deepcopy(draw.choice(draw.choice(blocks).body)))
    try:
        return ast.unparse(tree).encode(errors="replace")
    except (RecursionError, ValueError, AttributeError, TypeError):  # nothing that can be written
        return data


_WAYS: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    _cut, _truncate, _repeat, _insert, _lines, _indent, _statement, _statement, _ends, _encoding, _transplant, _transplant,
)  # fmt: skip


def mutated(data: bytes, draw: random.Random) -> bytes:
    """The file, changed in one to four ways."""
    for _number in range(draw.choice([1, 1, 2, 4])):
        data = draw.choice(_WAYS)(data, draw) or b"\n"
    return data


def invented(draw: random.Random, *, valid: bool = True) -> bytes:
    """A file of statements nested at random; with `valid` without those that this Python refuses where they stand."""
    lines = ["import asyncio, time, unittest, pytest", "from unittest import mock", "from unittest.mock import call"]
    for _number in range(draw.randrange(1, 12)):
        block = _function(draw)
        if not valid or _is_valid(block):
            lines += block
    return ("\n".join(lines) + "\n").encode()


def _function(draw: random.Random) -> list[str]:
    head = draw.choice(["def test_a(x):", "async def test_b(mocker, monkeypatch):", "class TestC:", "def helper():"])
    lines, depth = [head], 1
    for _number in range(draw.randrange(1, 8)):
        statement = draw.choice(STATEMENTS).split("\n")
        lines += [" " * depth * 4 + line for line in statement]
        if draw.random() < 0.2 and depth < 6:
            lines.append(
                " " * depth * 4 + draw.choice(["if x:", "for y in z:", "with a as b:", "try:", "def f(self):"])
            )
            depth += 1
    return [
        *lines,
        " " * depth * 4 + "pass",
        *([" " * (depth - 1) * 4 + "finally: pass"] if "try:" in lines[-1] else []),
    ]


def _is_valid(lines: list[str]) -> bool:
    try:
        compile("\n".join(lines), "x", "exec", ast.PyCF_ONLY_AST, dont_inherit=True)
    except (SyntaxError, ValueError):
        return False
    return True
