"""ET113: an assert that never runs."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from ...model import Finding, FindingState, Severity, TextEdit
from ..evidence import Evidence
from ..expectation import Expectation, expectations_of
from ..oracles import MOCK_ASSERTIONS
from ..reads import names_in
from ..rule import Bad, Good, Hit, Mode, TestRule
from ..syntax import last_name, source_of
from ..testfile import TestFile
from ..unit import Unit
from ..weighing import by_running

__all__ = ["DeadAssert"]

_ENDS = frozenset({"pytest.fail", "pytest.exit"})
"""Calls that end a test. `pytest.skip` is none of them: whoever writes it at the top switches the test off on purpose."""
_SKIPS = frozenset({"SkipTest", "Skipped"})
_CAUGHT_ASSERTIONS = frozenset({"AssertionError", "Exception", "BaseException"})


class DeadAssert(TestRule):
    """An assert stands where the test never comes.

    Inside `with pytest.raises(...)` the block is left at the statement that raises, so whatever follows in the block is
    not run. An assert there looks like a check of what happened after the refusal, and it is text: the balance can be
    wrong, the mail can be sent, and the test is green. The same holds behind `return`, `raise` or `pytest.fail()`.

    Do instead: move the assert out of the block, one indentation to the left.

    Stays silent: where the assert calls something that can be what raises, where nothing before it in the block calls
    anything, where the expected exception is one that the assert itself may raise, and for `assert False`.
    """

    code = "ET113"
    name = "dead-assert"
    mode = Mode.BOTH
    severity = Severity.ERROR
    cure = "Move the assert out of the block, behind it."
    safe_fix = True
    bad = (
        Bad(
            "import pytest\nfrom app.bank import Account\n\n\ndef test_refuses_overdraft():\n    account = Account(10)\n"
            "    with pytest.raises(ValueError) as caught:\n        account.withdraw(20)\n"
            "        assert account.balance == 10  # flagged\n"
            "        assert 'overdraft' in str(caught.value)  # flagged\n",
            files={
                "src/app/bank.py": "class Account:\n    def __init__(self, balance):\n        self.balance = balance\n\n"
                "    def withdraw(self, amount):\n        raise ValueError('overdraft')\n"
            },
            fixed="import pytest\nfrom app.bank import Account\n\n\ndef test_refuses_overdraft():\n    account = Account(10)\n"
            "    with pytest.raises(ValueError) as caught:\n        account.withdraw(20)\n"
            "    assert account.balance == 10  # flagged\n"
            "    assert 'overdraft' in str(caught.value)  # flagged\n",
        ),
        Bad(
            "def test_total(order):\n    order.add(1)\n    return\n    assert order.total == 1  # flagged\n",
        ),
        Bad(
            "import pytest\n\n\ndef test_sends_nothing(service, mailer):\n    with pytest.raises(LookupError):\n"
            "        service.remind('nobody')\n        mailer.send.assert_not_called()  # flagged\n",
            fixed="import pytest\n\n\ndef test_sends_nothing(service, mailer):\n    with pytest.raises(LookupError):\n"
            "        service.remind('nobody')\n    mailer.send.assert_not_called()  # flagged\n",
        ),
    )
    good = (
        Good(
            "import pytest\n\n\ndef test_a(account):\n    with pytest.raises(ValueError):\n        account.withdraw(20)\n"
            "    assert account.balance == 10\n",
            "the assert stands behind the block",
        ),
        Good(
            "import pytest\n\n\ndef test_a(account):\n    with pytest.raises(ValueError):\n        account.open()\n"
            "        assert account.withdraw(20) == 0\n",
            "the call in the assert may be what raises",
        ),
        Good(
            "import pytest\n\n\ndef test_a(check):\n    with pytest.raises(AssertionError):\n        value = check()\n"
            "        assert value.ok\n",
            "the assert is what is expected to raise",
        ),
        Good(
            "import pytest\n\n\ndef test_a(store, row):\n    with pytest.raises(ValueError), store.transaction():\n"
            "        row.save()\n        assert row.dirty\n",
            "leaving the inner context may be what raises",
        ),
        Good(
            "import pytest\n\n\ndef test_a(store):\n    with pytest.raises(KeyError):\n        store.get('a')\n"
            "        assert False, 'it must not come here'\n",
            "it is written not to be reached",
        ),
        Good(
            "import pytest\n\n\ndef test_a(record):\n    with pytest.raises(AttributeError):\n        assert record.missing\n",
            "the attribute is what raises",
        ),
        Good(
            "from unittest import SkipTest\n\n\ndef test_a(order):\n    raise SkipTest('times out')\n"
            "    assert order.total == 1\n",
            "the test was switched off on purpose",
        ),
        Good(
            "def test_a(order):\n    if order.empty:\n        return\n    assert order.total == 1\n",
            "only one branch returns",
        ),
    )

    def judge(self, test: Unit, file: TestFile) -> Iterator[Hit]:
        """Asserts behind the raising statement of an expecting block, and behind a statement that ends the test."""
        for one in expectations_of(test):
            yield from self._in_block(one, file)
        for body in _bodies(test):
            yield from self._behind_end(body, file)

    def _in_block(self, one: Expectation, file: TestFile) -> Iterator[Hit]:
        if (
            one.block is None
            or one.block.items[-1].context_expr is not one.call
            or any(file.dotted(kind) in _CAUGHT_ASSERTIONS for kind in one.types)
        ):
            return
        tail = _dead_tail(one)
        if not tail or not one.body[: -len(tail)]:
            return
        raiser = _shown(one.body[: -len(tail)])
        fix = _dedent(one.block, tail, file)
        for statement in tail:
            yield Hit(
                statement,
                f"never runs: {raiser} raises, and the block ends there",
                fix=fix if statement is tail[0] else (),
            )

    def _behind_end(self, body: Sequence[ast.stmt], file: TestFile) -> Iterator[Hit]:
        for number, statement in enumerate(body[:-1]):
            if _ends(statement, file):
                for dead in body[number + 1 :]:
                    if isinstance(dead, ast.Assert):
                        yield Hit(
                            dead, f"never runs: {source_of(statement, 40)} in line {statement.lineno} leaves before it"
                        )
                return

    def weigh(self, finding: Finding, evidence: Evidence) -> FindingState:
        """Withdrawn where the statement ran: what stands before it does not raise or leave after all."""
        return by_running(finding, evidence)


def _shown(before: Sequence[ast.stmt]) -> str:
    """The statement that raises, or the lines among which it stands."""
    raising = [one for one in before if _may_raise(one)]
    if len(raising) == 1:
        return f"{source_of(raising[0], 40)} in line {raising[0].lineno}"
    return f"one of the lines {before[0].lineno} to {before[-1].end_lineno}"


def _dead_tail(one: Expectation) -> list[ast.stmt]:
    """The asserts at the end of the block that cannot be what raises, behind a statement that calls something."""
    tail: list[ast.stmt] = []
    caught = _name_of(one)
    for statement in reversed(one.body):
        if not _is_harmless_check(statement, caught):
            break
        tail.append(statement)
    rest = one.body[: len(one.body) - len(tail)]
    if not rest or not _may_raise(rest[-1]):
        return []
    return tail[::-1]


def _name_of(one: Expectation) -> str:
    for item in one.block.items if one.block else ():
        if item.context_expr is one.call and isinstance(item.optional_vars, ast.Name):
            return item.optional_vars.id
    return ""


def _is_harmless_check(statement: ast.stmt, caught: str) -> bool:
    """Whether it is an assert that raises nothing but AssertionError: it looks at the caught exception, or only compares
    names, attributes and constants; or an assertion of a mock."""
    if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call):
        return last_name(statement.value.func) in MOCK_ASSERTIONS
    if not isinstance(statement, ast.Assert):
        return False
    if isinstance(statement.test, ast.Constant):
        return False  # `assert False` says that one must not come here
    if caught and caught in names_in(statement.test):
        return True
    return not any(
        isinstance(node, ast.Call | ast.Await | ast.Subscript | ast.BinOp) for node in ast.walk(statement.test)
    )


def _may_raise(statement: ast.stmt) -> bool:
    """Whether it calls something that is no check of its own."""
    if isinstance(statement, ast.Assert):
        return False
    return any(isinstance(node, ast.Call) for node in ast.walk(statement)) and not isinstance(
        statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
    )


def _dedent(block: ast.With | ast.AsyncWith, tail: Sequence[ast.stmt], file: TestFile) -> tuple[TextEdit, ...]:
    """Moves the lines of the tail to the block's own indentation; nothing where a line shares a text over several
    lines, whose content would change."""
    if any(
        isinstance(node, ast.Constant | ast.JoinedStr) and node.end_lineno != node.lineno
        for statement in tail
        for node in ast.walk(statement)
    ):
        return ()
    by = tail[0].col_offset - block.col_offset
    if by <= 0 or tail[0].lineno == block.body[0].lineno:
        return ()
    first, last = tail[0].lineno, tail[-1].end_lineno or tail[-1].lineno
    edits = []
    for line in range(first, last + 1):
        text = file.lines[line - 1]
        if text[:by].strip():
            return ()
        if text.strip():
            edits.append(TextEdit(file.offset(line, 0), file.offset(line, by), ""))
    return tuple(edits)


def _bodies(test: Unit) -> Iterator[Sequence[ast.stmt]]:
    """Each list of statements in the test, nested functions left out."""
    pending: list[Sequence[ast.stmt]] = [test.body]
    while pending:
        body = pending.pop()
        yield body
        for statement in body:
            if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                continue
            for field in ("body", "orelse", "finalbody"):
                inner = getattr(statement, field, None)
                if inner:
                    pending.append(inner)
            pending += [handler.body for handler in getattr(statement, "handlers", ())]


def _ends(statement: ast.stmt, file: TestFile) -> bool:
    if isinstance(statement, ast.Raise) and statement.exc is not None:
        return last_name(statement.exc.func if isinstance(statement.exc, ast.Call) else statement.exc) not in _SKIPS
    if isinstance(statement, ast.Return | ast.Raise | ast.Continue | ast.Break):
        return True
    return (
        isinstance(statement, ast.Expr)
        and isinstance(statement.value, ast.Call)
        and file.dotted(statement.value.func) in _ENDS
    )
