"""Which of the operators of the family effects speaks for a statement, and which statements are left alone."""

import hashlib

import pytest

from earnest.changes import generate
from earnest.model import Family, SourceFile


def made(statement, header="async def f(self, x):"):
    """The changes by which all operators together leave the statement out, those of the family logic aside."""
    text = f"import os, logging, anyio\n{header}\n    {statement}\n    return x\n"
    source = SourceFile("pkg/mod.py", "pkg.mod", text, hashlib.sha256(text.encode()).hexdigest())
    return [change for change in generate(source, per_line=None) if _drops(change)]


def _drops(change):
    return change.after == "pass" and change.family is not Family.LOGIC


SPEAKS = {
    "self.mailer.send(x)": "drop-notification",
    "await bus.publish_all(x)": "drop-notification",
    "requests.post(x)": "drop-notification",
    "self.session.commit()": "drop-commit",
    "os.fsync(x)": "drop-commit",
    "await self.client.aclose()": "drop-cleanup",
    "os.unlink(x)": "drop-cleanup",
    "self.user_cache.pop(x, None)": "drop-invalidation",
    "print(x)": "drop-output",
    "self.rows.append(x)": "drop-collection-update",
    "self.pop(x)": "drop-call",
    "os.remove(x)": "drop-call",
    "self.__post_init__()": "drop-call",
    "setattr(self, 'x', x)": "drop-call",
    "self.state = x": "drop-attribute-assignment",
    "self.count += 1": "drop-attribute-assignment",
    "self.table[x] = 1": "drop-item-assignment",
    "del self.table[x]": "drop-delete",
}


@pytest.mark.parametrize(("statement", "operator"), SPEAKS.items(), ids=SPEAKS)
def test_the_most_telling_operator_speaks_for_a_statement(statement, operator):
    """Several operators leave the same statement out; the report shows one of them.

    REAL BUG THIS CATCHES: a forgotten mail filed under `drop-call`, or the same change tried twice.
    """
    (change,) = made(statement)
    assert (change.operator, change.family) == (operator, Family.EFFECTS)


@pytest.mark.parametrize(
    "statement",
    [
        "logging.getLogger(__name__).info(x)",
        "self.log.warning(x)",
        "await anyio.sleep(x)",
        "await anyio.lowlevel.checkpoint()",
        "del x, self",
        "f.__doc__ = x",
        "self.go(y := x)",
    ],
)
def test_a_statement_that_nobody_would_miss_stays(statement):
    """Logs, pauses, metadata; and a name that would be missing.

    REAL BUG THIS CATCHES: changes that no test can notice, or that every test notices.
    """
    assert made(statement) == []


def test_a_generator_stays_a_generator():
    """Leaving out its only `yield` would make it a function.

    REAL BUG THIS CATCHES: a change that alters what the caller gets altogether, so that any test catches it.
    """
    assert made("self.go((yield x))", "def f(self, x):") == []


def test_an_exception_that_hands_up_what_python_has_already_is_left_alone():
    """BaseException.__new__ stores the arguments before any __init__ runs.

    REAL BUG THIS CATCHES: an equivalent change in most projects' exception classes.
    """
    text = (
        "class E(ValueError):\n    def __init__(self, text, row):\n        super().__init__(text, row)\n\n"
        "class F(ValueError):\n    def __init__(self, text, row):\n        super().__init__(row, text)\n"
    )
    source = SourceFile("pkg/mod.py", "pkg.mod", text, "")
    changes = [change for change in generate(source, per_line=None) if change.operator == "drop-super-call"]
    assert [change.location.line for change in changes] == [7]
