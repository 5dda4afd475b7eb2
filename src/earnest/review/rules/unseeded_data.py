"""ET408: a test judges by numbers that nobody can draw again."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from ..rule import Bad, FileRule, Good, Hit
from ..syntax import last_name, source_of, text_of
from ..testfile import TestFile
from ..unit import Unit
from ..walk import is_nested

__all__ = ["UnseededData"]

_RANDOM = (
    "random randint randrange uniform gauss normalvariate choice choices sample betavariate expovariate triangular"
    " getrandbits"
)
_NUMPY = "rand randn randint random random_sample normal uniform choice permutation standard_normal"
_DRAWS = frozenset({f"random.{name}" for name in _RANDOM.split()} | {f"numpy.random.{name}" for name in _NUMPY.split()})
_SEEDS = re.compile(
    r"\bseed\s*\(|\bRandomState\(\s*\w|default_rng\(\s*\w|manual_seed|set_state|setstate|random_state|pytest_randomly|\bseed\b\s*="
)
_SHAPES = frozenset({"shape", "dtype", "ndim", "size", "dtypes", "columns", "index", "nbytes"})
_COUNTS = frozenset({"len", "isinstance", "type", "id", "callable"})


class UnseededData(FileRule):
    """An assertion depends on a random number, and nothing sets the seed.

    Each run tests something else. When it fails, nobody can draw the same number again to see why, so that the failure is
    put down to chance; and a limit that holds for nearly all numbers fails one build in a thousand.

    Do instead: write the cases down with `parametrize`; or draw from a generator of the test's own with a fixed seed
    (`random.Random(7)`); or let Hypothesis draw, which shows the smallest failing case and remembers it.

    Stays silent: when a seed is set anywhere in sight (the test, the file, the conftest files, pytest-randomly); when only
    the shape, type or number of the values is asserted; when the number is a name that must be new, such as an
    identifier; when the test draws and does not look at what it drew.
    """

    code = "ET408"
    name = "unseeded-data"
    cure = "Write the cases down, or draw them from a generator with a fixed seed."
    bad = (
        Bad(
            "import random\n\n\ndef test_sum(add):\n    a = random.randint(0, 100)  # flagged\n    b = random.randint(0, 100)\n"
            "    assert add(a, b) == a + b\n"
        ),
        Bad(
            "import numpy as np\n\n\ndef test_mean(mean):\n    data = np.random.randn(100)  # flagged\n"
            "    assert abs(mean(data)) < 0.5\n"
        ),
        Bad(
            "import random\n\n\ndef test_clamp(clamp):\n    assert clamp(random.random()) <= 1  # flagged\n",
        ),
    )
    good = (
        Good(
            "import random\n\n\ndef test_sum(add):\n    random.seed(7)\n    a = random.randint(0, 100)\n"
            "    assert add(a, 1) == a + 1\n",
            "the seed is set",
        ),
        Good(
            "import numpy as np\n\n\ndef test_shape(scale):\n    data = np.random.randn(10, 2)\n"
            "    assert scale(data).shape == (10, 2)\n    assert len(data) == 10\n",
            "no value is looked at",
        ),
        Good(
            "import random\nimport string\nimport uuid\n\n\ndef test_user(create):\n"
            "    name = ''.join(random.choice(string.ascii_letters) for _ in range(8))\n"
            "    name += random.choice(string.digits)\n    key = uuid.uuid4()\n    group = f'group-{random.randint(1, 999)}'\n"
            "    assert create(name, key, group).name == name\n",
            "names that must be new",
        ),
        Good(
            "import random\n\n\ndef test_sum(add):\n    draw = random.Random(7)\n    a = draw.randint(0, 100)\n"
            "    assert add(a, 1) == a + 1\n",
            "a generator of the test's own",
        ),
    )

    def read(self, file: TestFile) -> Iterator[Hit]:
        """The first draw of each test whose value reaches an assertion."""
        if any(target.startswith(("random", "numpy")) for target in file.imports.values()) and "rand" in file.text:
            for test in file.tests:
                yield from self._draws(test, file)

    def _draws(self, test: Unit, file: TestFile) -> Iterator[Hit]:
        draws = [call for call in test.of(ast.Call) if _draws(call, file) and not is_nested(call, test)]
        if not draws or _is_seeded(test, file):
            return
        for call in draws:
            if _reaches(call, test) and not _has_randomly(file):
                shown = source_of(call, 40)
                yield Hit(call, f"an assertion depends on `{shown}`, and nothing sets the seed", test)
                return


def _draws(call: ast.Call, file: TestFile) -> bool:
    return file.dotted(call.func) in _DRAWS and not any("string." in source_of(given) for given in call.args)


def _is_seeded(test: Unit, file: TestFile) -> bool:
    texts = [file.text, *(other.text for other in file.conftests)]
    return any(_SEEDS.search(text) for text in texts) or "seed" in " ".join(test.arguments)


def _has_randomly(file: TestFile) -> bool:
    """Whether the project installs pytest-randomly, which sets the seed before each test."""
    return any("randomly" in text for text in _declarations(file))


def _declarations(file: TestFile) -> Iterator[str]:
    for name in ("pyproject.toml", "setup.cfg", "setup.py", "tox.ini"):
        path = file.codebase.root / name
        if path.is_file():
            yield path.read_text(encoding="utf-8", errors="replace")


def _reaches(call: ast.Call, test: Unit) -> bool:
    """Whether the value, or what is computed from it, is compared by an assertion."""
    names: set[str] = set()
    while True:
        more = {
            name
            for name, values in test.assigned.items()
            if name not in names and any(_holds(value, call, names) for value in values)
        }
        if not more:
            break
        names |= more
    return any(_holds(statement.test, call, names) for statement in test.of(ast.Assert)) or any(
        _holds(given, call, names)
        for one in test.of(ast.Call)
        if last_name(one.func).startswith("assert")
        for given in one.args
    )


def _holds(node: ast.AST, call: ast.Call, names: set[str]) -> bool:
    """Whether the expression's value depends on the draw."""
    pending = [node]
    while pending:
        one = pending.pop()
        if one is call or (isinstance(one, ast.Name) and one.id in names):
            return True
        if isinstance(one, ast.Attribute) and one.attr in _SHAPES:
            continue
        if isinstance(one, ast.JoinedStr) or (isinstance(one, ast.BinOp) and text_of(one.left)):
            continue
        if isinstance(one, ast.Call) and (last_name(one.func) in _COUNTS or _names_something(one)):
            continue
        pending += ast.iter_child_nodes(one)
    return False


def _names_something(call: ast.Call) -> bool:
    """`"".join(...)`, `str(...)`: an identifier."""
    return last_name(call.func) in ("join", "str", "format", "hex")
