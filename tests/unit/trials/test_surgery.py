"""When exchanging code objects is enough to show a change, and when only a fresh import will do."""

from __future__ import annotations

import marshal
import types

import pytest

from earnest.changes import generate
from earnest.model import SourceFile
from earnest.suite.functions import FunctionIndex, code_key
from earnest.suite.zygote import Collection
from earnest.trials.surgery import Surgeon


class Loaded:
    """A module that runs in this process, and what a zygote would tell of it."""

    def __init__(self, tmp_path, text, ran_at_import=()):
        self.source = SourceFile("mod.py", "mod", text, "")
        self.path = str(tmp_path / "mod.py")
        self.module = types.ModuleType("mod")
        exec(compile(text, self.path, "exec", dont_inherit=True), self.module.__dict__)
        self.index = FunctionIndex(lambda name: "mod.py" if name == self.path else None)
        self.collection = Collection(
            tests=(),
            imported_lines={"mod.py": [1]},
            imported_codes=frozenset(("mod.py", name, line) for name, line in ran_at_import),
            functions=frozenset(self.index.keys()),
            modules=(),
            threads=(),
            neutralised=(),
            seconds=0.0,
        )

    def changes(self, before):
        return [change for change in generate(self.source, per_line=None) if before in change.before]

    def plan(self, before, operator=""):
        change = next(change for change in self.changes(before) if operator in change.operator)
        return Surgeon(self.source, self.path, self.collection).plan(change)

    def apply(self, swap):
        for key, code in swap.codes:
            self.index.assign(key, marshal.loads(code))


def test_a_hot_change_acts_through_every_reference(tmp_path):
    """`from x import f` keeps the function object, and so do registries.

    REAL BUG THIS CATCHES: replacing `module.f` instead of its code: whoever imported the name runs the old code, and the change is missed.
    """
    loaded = Loaded(tmp_path, "def f(x):\n    return x - 1\n\n\nKEPT = [f]\n")
    loaded.apply(loaded.plan("-", "arithmetic") or loaded.plan("x - 1"))
    assert loaded.module.KEPT[0](5) != 4


def test_code_that_ran_at_import_goes_the_cold_way(tmp_path):
    """What it computed then would stay.

    REAL BUG THIS CATCHES: `_ran_at_import` looking at the outermost function only, or not at all: 15 % wrong verdicts in tools without it.
    """
    text = "def table(n):\n    return n - 1\n\n\nSIZE = table(9)\n"
    assert Loaded(tmp_path, text).plan("n - 1") is not None
    assert Loaded(tmp_path, text, ran_at_import=[("table", 1)]).plan("n - 1") is None


def test_the_inside_of_a_decorator_is_hot_although_the_decorator_itself_ran_at_import(tmp_path):
    """Only code whose own instructions change must not have run.

    REAL BUG THIS CATCHES: sending every decorated project down the slow path, or leaving the live wrappers with the old code.
    """
    text = (
        "def twice(f):\n    def wrapper(x):\n        return f(x) + f(x)\n    return wrapper\n\n\n"
        "@twice\ndef one(x):\n    return x\n"
    )
    loaded = Loaded(tmp_path, text, ran_at_import=[("twice", 1)])
    change = next(change for change in loaded.changes("+") if change.after in ("-", "f(x) - f(x)"))
    loaded.apply(Surgeon(loaded.source, loaded.path, loaded.collection).plan(change))
    assert loaded.module.one(3) == 0


def test_a_dropped_super_call_still_fits_the_function(tmp_path):
    """`__code__` accepts only code with as many free variables.

    REAL BUG THIS CATCHES: `_keep_free_variables` not covering `__class__`: each dropped super() call would cost a cold trial or crash.
    """
    text = (
        "class A:\n    def close(self):\n        self.closed = True\n\n\n"
        "class B(A):\n    def close(self):\n        super().close()\n        self.done = True\n"
    )
    loaded = Loaded(tmp_path, text)
    loaded.apply(loaded.plan("super().close()"))
    thing = loaded.module.B()
    thing.close()
    assert thing.done
    assert not hasattr(thing, "closed")


def test_loops_of_changed_code_count_their_iterations(tmp_path):
    """An endless loop is to end after a count, not after a second.

    REAL BUG THIS CATCHES: `_with_bounded_loops` changing nothing, so that each endless loop costs the whole time limit.
    """
    loaded = Loaded(tmp_path, "def f(n):\n    while n > 0:\n        n = n - 1\n    return n\n")
    swap = loaded.plan("n - 1")
    assert swap.bounded
    (_, code) = swap.codes[0]
    assert "__earnest_tick__" in marshal.loads(code).co_names


@pytest.mark.parametrize("text", ["SIZE = 3\n", "class A:\n    SIZE = 3\n", "def f(x=3):\n    return x\n"])
def test_what_the_import_runs_is_never_hot(tmp_path, text):
    """Constants, class bodies and defaults exist once the module is loaded.

    REAL BUG THIS CATCHES: a default value judged by swapping the code of its function, in which it does not stand: always missed.
    """
    assert Loaded(tmp_path, text).plan("3") is None


def test_two_lambdas_on_one_line_are_two_functions(tmp_path):
    """They are equal in name and line.

    REAL BUG THIS CATCHES: `code_key` without the column: one change would be made in both.
    """
    namespace = {}
    path = str(tmp_path / "two.py")
    exec(compile("pair = [lambda x: x + 1, lambda x: x + 1]\n", path, "exec"), namespace)
    first, second = namespace["pair"]
    assert code_key("two.py", first.__code__) != code_key("two.py", second.__code__)
