"""Functions compiled alone are the functions of the whole file."""

import hashlib
import importlib.util
import sys
from types import CodeType

import pytest

from earnest.changes import Units, compile_unit, fingerprint
from earnest.model import SourceFile

STDLIB = [
    "abc",
    "argparse",
    "ast",
    "asyncio.base_events",
    "asyncio.locks",
    "asyncio.tasks",
    "base64",
    "bdb",
    "calendar",
    "cgitb",
    "cmd",
    "codecs",
    "collections",
    "concurrent.futures.thread",
    "configparser",
    "contextlib",
    "copy",
    "csv",
    "ctypes",
    "dataclasses",
    "datetime",
    "decimal",
    "difflib",
    "dis",
    "doctest",
    "email.message",
    "enum",
    "fractions",
    "ftplib",
    "functools",
    "gettext",
    "glob",
    "heapq",
    "http.client",
    "http.cookies",
    "inspect",
    "ipaddress",
    "json.decoder",
    "logging",
    "mailbox",
    "mimetypes",
    "optparse",
    "os",
    "pathlib",
    "pdb",
    "pickle",
    "platform",
    "plistlib",
    "pprint",
    "queue",
    "random",
    "re",
    "shlex",
    "shutil",
    "smtplib",
    "socket",
    "sqlite3.dbapi2",
    "statistics",
    "string",
    "subprocess",
    "tarfile",
    "tempfile",
    "textwrap",
    "threading",
    "tokenize",
    "traceback",
    "types",
    "typing",
    "unittest.mock",
    "urllib.parse",
    "urllib.request",
    "uuid",
    "warnings",
    "weakref",
    "zipfile",
]


def source_of(text, path="mod.py"):
    """A source file that holds this text."""
    return SourceFile(path, path.removesuffix(".py"), text, hashlib.sha256(text.encode()).hexdigest())


def all_code(code):
    """This code object and all that are nested in it."""
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from all_code(constant)


def assert_units_equal_the_whole(text):
    """Every unit compiled alone equals the one in a compilation of the whole text; returns how many were compared."""
    source = source_of(text)
    units = Units(source)
    whole = compile(text, "mod.py", "exec", units.flags, dont_inherit=True)
    known = {(code.co_qualname, code.co_firstlineno): code for code in all_code(whole)}
    compared = 0
    for unit in units.all():
        alone = compile_unit(text, unit, "mod.py", units.flags)
        expected = known.get((unit.qualname, unit.first_line))
        if expected is None:
            continue  # below `if 0:`, which the compiler leaves out
        assert fingerprint(alone) == fingerprint(expected), unit.qualname
        assert alone == expected, unit.qualname
        assert list(alone.co_positions()) == list(expected.co_positions()), unit.qualname
        compared += 1
    return compared


@pytest.mark.parametrize("name", STDLIB)
def test_a_function_compiled_alone_is_the_function_of_the_whole_module(name):
    """On the standard library: equal code, name, first line and positions.

    REAL BUG THIS CATCHES: a trial that swaps in code with another closure, another mangled name or other lines.
    """
    spec = importlib.util.find_spec(name)
    if spec is None or not (spec.origin or "").endswith(".py"):
        pytest.skip(f"{name} is no Python file of this interpreter")
    with open(spec.origin, encoding="utf-8") as file:
        assert_units_equal_the_whole(file.read())


TRAPS = {
    "class cell and mangled names": (
        "class A:\n    def f(self):\n        return super().f() + self.__x + __class__.__y\n"
    ),
    "a private class below a block": (
        "try:\n  class __A:\n\n    if x:\n        pass\n    elif y:\n        @d(lambda: 1)\n        @e\n"
        "        async def __f(self, a=lambda: 2):\n            return await self.__g\n    else:\n        pass\n"
        "finally:\n  def g():\n    yield\n"
    ),
    "match and except bodies": (
        "match x:\n    case 1:\n        def f(): return 1\n    case _:\n        def g(): return 2\n"
        "try:\n    pass\nexcept E:\n    def h(): return 3\nelse:\n    def i(): return 4\n"
    ),
    "future annotations": (
        "from __future__ import annotations\ndef f():\n    def g(x: int) -> str: ...\n    y: int = 1\n    return g\n"
    ),
    "tabs": "class A:\n\tif x:\n\t\tdef f(self):\n\t\t\treturn 1\n",
    "one line": "def f(x=lambda: 1): return x\n",
    "wide characters": "class Ä:\n    def ü(self): return 'é', lambda ß: ß\n    def v(self): return 'ü'",
    "nested functions and comprehensions": (
        "def outer(a):\n    def inner():\n        nonlocal a\n        a += 1\n        return [a for b in c if b]\n"
        "    class C:\n        def m(self): return super().m()\n    return inner, C\n"
    ),
    "imported names": (
        "try:\n    import os\nexcept ImportError:\n    import posix as os\n"
        "def f(p):\n    return os.fspath(p), re.compile(p), p.os.strip()\nimport re\n"
    ),
    "global names": "global x\ndef f():\n    global y\n    x = y = 1\n    return x\n",
    "loops and withs": (
        "for i in x:\n    with y as z:\n        while True:\n            def f():\n                return i\nelse:\n"
        "    def g():\n        return 2\n"
    ),
}


@pytest.mark.parametrize("name", TRAPS)
def test_a_function_keeps_its_identity_in_awkward_places(name):
    """One example for each trap.

    REAL BUG THIS CATCHES: a header rebuilt at the wrong indentation, so that the function cannot be compiled alone.
    """
    assert assert_units_equal_the_whole(TRAPS[name]) >= 1


@pytest.mark.skipif(sys.version_info < (3, 12), reason="type parameters came with Python 3.12")
def test_type_parameters_stay_with_the_function():
    """PEP 695: the parameters are free variables of the method.

    REAL BUG THIS CATCHES: a generic class whose methods lose a free variable, so that assigning the code fails.
    """
    text = (
        "class A[T, *Ts, **P](B[T]):\n    def f[U: (int, str)](self, x: U) -> T:\n        return T, U, super()\n"
        "def g[T](x: T = 1) -> T:\n    return T\n"
    )
    assert assert_units_equal_the_whole(text) == 2


def test_fingerprints_tell_constants_apart_that_compare_equal():
    """1 == True == 1.0 and 0.0 == -0.0.

    REAL BUG THIS CATCHES: `return True` for `return 1` taken for no change at all.
    """
    texts = ["1", "True", "1.0", "0.0", "-0.0", "0", "False", "''", "b''", "(1,)", "(True,)", "None", "...", "1j"]
    texts += ["x in {1, 2}", "x in {1, True + 1}", "lambda: 1", "lambda: 2", "lambda: True", "[1 for _ in x]"]
    prints = {text: fingerprint(compile(text, "mod.py", "eval")) for text in texts}
    prints.pop("x in {1, True + 1}")
    assert len(set(prints.values())) == len(prints)


def test_fingerprints_do_not_depend_on_lines_or_the_file():
    """The same function elsewhere.

    REAL BUG THIS CATCHES: a change that only moves lines counted as a change of behaviour.
    """
    text = "def f(x):\n    return [y for y in x if y in {'a', 'b', 'c'}]\n"
    one = compile(text, "a.py", "exec")
    other = compile("\n\n\n" + text.replace("return", "return  "), "b.py", "exec")
    assert fingerprint(one) == fingerprint(other)
