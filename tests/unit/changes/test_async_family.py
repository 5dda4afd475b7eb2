"""What the operators of the family async do to a program that runs."""

import asyncio
import hashlib

import pytest

from earnest.changes import find_operator, generate
from earnest.model import SourceFile


def changed(operator, text):
    """The one text that the operator of this name makes of the module."""
    source = SourceFile("pkg/mod.py", "pkg.mod", text, hashlib.sha256(text.encode()).hexdigest())
    (change,) = generate(source, operators=[find_operator(operator)], per_line=None)
    return change.apply(text)


def loaded(text):
    """The namespace of the module."""
    names = {}
    exec(compile(text, "mod.py", "exec"), names)
    return names


GATHER = """
import asyncio

async def run(done):
    await asyncio.gather(step(done, 1), step(done, 2))
    return list(done)

async def step(done, number):
    done.append(number)
"""


def test_what_gather_starts_is_started_and_not_waited_for():
    """The coroutines run, later than their caller thinks.

    REAL BUG THIS CATCHES: the whole call left out, which is another and a much more obvious bug.
    """

    async def both(run):
        done = []
        at_return = await run(done)
        await asyncio.sleep(0)
        return at_return, done

    assert asyncio.run(both(loaded(GATHER)["run"])) == ([1, 2], [1, 2])
    assert asyncio.run(both(loaded(changed("drop-wait", GATHER))["run"])) == ([], [1, 2])


LIMIT = """
import asyncio

async def run(gate):
    try:
        return await asyncio.wait_for(
            gate.wait(),
            timeout=0,
        )
    except TimeoutError:
        return "too late"
"""


def test_without_its_time_limit_work_is_waited_for():
    """The awaited expression takes the place of the call, over any number of lines.

    REAL BUG THIS CATCHES: a timeout of None passed to something else, or a coroutine that is never awaited.
    """

    async def with_gate(run):
        gate = asyncio.Event()
        asyncio.get_running_loop().call_later(0.01, gate.set)
        return await run(gate)

    assert asyncio.run(with_gate(loaded(LIMIT)["run"])) == "too late"
    assert asyncio.run(with_gate(loaded(changed("drop-timeout", LIMIT))["run"])) is True


WORKER = """
import asyncio

async def run(gate, failures):
    try:
        await gate.wait()
    except Exception as error:
        failures.append(error)
    return "went on"
"""


def test_a_handler_that_swallows_its_cancellation_goes_on():
    """CancelledError is a BaseException.

    REAL BUG THIS CATCHES: a widened handler that is not wide enough to matter.
    """

    async def cancelled(run):
        task = asyncio.create_task(run(asyncio.Event(), []))
        await asyncio.sleep(0)
        task.cancel()
        return await task

    with pytest.raises(asyncio.CancelledError):
        asyncio.run(cancelled(loaded(WORKER)["run"]))
    assert asyncio.run(cancelled(loaded(changed("swallow-cancellation", WORKER))["run"])) == "went on"


def test_a_coroutine_stays_one_when_its_only_await_is_gone():
    """Callers must still be able to await it.

    REAL BUG THIS CATCHES: a change that no caller survives, and that any test catches for that reason.
    """
    text = "async def run(task):\n    await task\n    return 1\n"
    after = changed("drop-wait", text)
    assert asyncio.run(loaded(after)["run"](None)) == 1
