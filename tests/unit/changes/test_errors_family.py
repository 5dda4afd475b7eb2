"""What the operators of the family errors do to a program that runs."""

import hashlib

import pytest

from earnest.changes import find_operator, generate
from earnest.model import Family, SourceFile


def changed(operator, text):
    """Every text that the operator of this name makes of the module, in file order."""
    source = SourceFile("pkg/mod.py", "pkg.mod", text, hashlib.sha256(text.encode()).hexdigest())
    changes = generate(source, operators=[find_operator(operator)], per_line=None)
    return [change.apply(text) for change in changes]


def run(text, call, **names):
    """The value of an expression in the namespace of the module."""
    exec(compile(text, "mod.py", "exec"), names)
    return eval(call, names)


CLEANUP = """
def work(job, done):
    try:
        job()
    finally:
        done.append("tidy")
    return done
"""


def fail():
    raise OSError("no")


def test_finally_that_became_else_still_runs_after_success_and_not_after_failure():
    """The change must be found by tests that make the work fail, and by no others.

    REAL BUG THIS CATCHES: an edit that drops the clean-up altogether under the name of the subtler change.
    """
    (after,) = changed("finally-on-success-only", CLEANUP)
    done = []
    assert run(after, "work(int, done)", done=done) == ["tidy"]
    with pytest.raises(OSError, match="no"):
        run(after, "work(fail, done)", fail=fail, done=done)
    assert done == ["tidy"]


def test_a_finally_block_that_only_forgets_its_variables_is_left_alone():
    """Breaking a reference cycle is a hint to the garbage collector.

    REAL BUG THIS CATCHES: changes that no test can notice, counted against a suite.
    """
    text = "def f(g):\n    try:\n        g()\n    finally:\n        error = None\n        del g\n"
    assert changed("finally-on-success-only", text) == []
    assert changed("drop-finally", text) == []


@pytest.mark.parametrize("star", ["", "*"])
def test_a_handler_that_never_matches_lets_the_exception_out_untranslated(star):
    """`except ()` and `except* ()` are legal and match nothing.

    REAL BUG THIS CATCHES: a change that is a syntax or type error, which every test "catches".
    """
    text = f"def f(g):\n    try:\n        g()\n    except{star} OSError as e:\n        raise KeyError('f') from e\n"
    (after,) = changed("never-match-handler", text)
    with pytest.raises(OSError, match="no"):
        run(after, "f(fail)", fail=fail)


RETRY = """
def get(go, tries):
    for attempt in range(tries):
        try:
            return go(attempt)
        except OSError:
            continue
    return "gave up"
"""


def test_a_retry_loop_is_left_after_its_first_failure():
    """One round, not none.

    REAL BUG THIS CATCHES: `range(0)`, which makes success impossible too, so that any test catches it.
    """
    (after,) = changed("drop-retry", RETRY)
    flaky = {"go": lambda attempt: attempt if attempt else fail()}
    assert run(RETRY, "get(go, 3)", **flaky) == 1
    assert run(after, "get(go, 3)", **flaky) == "gave up"
    assert run(after, "get(lambda attempt: attempt, 3)") == 0


def test_a_handler_for_several_classes_loses_one_class_at_a_time():
    """Which one was left untested is what the reader wants to know.

    REAL BUG THIS CATCHES: dropping the whole tuple, which a test of one class catches for all of them.
    """
    text = "def f(g):\n    try:\n        g()\n    except (KeyError, OSError):\n        return 1\n"
    handled = []
    for after in changed("narrow-handler", text):
        try:
            handled.append(run(after, "f(fail)", fail=fail))
        except OSError:
            handled.append("out")
    assert sorted(map(str, handled)) == ["1", "out"]


def test_a_class_whose_parent_is_caught_beside_it_is_not_left_out():
    """TimeoutError is an OSError, so nothing would change.

    REAL BUG THIS CATCHES: equivalent changes from redundant tuples.
    """
    text = "def f(g):\n    try:\n        g()\n    except (TimeoutError, OSError):\n        return 1\n"
    (after,) = changed("narrow-handler", text)
    assert "except TimeoutError:" in after


def test_an_exception_of_the_wrong_type_keeps_its_message_and_its_cause():
    """Only the class is wrong, so only a test of the class finds it.

    REAL BUG THIS CATCHES: RuntimeError called with keyword arguments, which is a TypeError at once.
    """
    text = (
        "def f(e):\n    raise LookupError('no ' 'row', 7) from e\n\n"
        "def g(n):\n    raise Gone('gone', at=n, **{'x': n})\n"
    )
    first, second = changed("wrong-exception-type", text)
    with pytest.raises(RuntimeError) as caught:
        run(first, "f(KeyError('k'))")
    assert caught.value.args == ("no row", 7)
    assert isinstance(caught.value.__cause__, KeyError)
    with pytest.raises(RuntimeError, match=r"^gone$"):
        run(second, "g(1)")


def test_nested_functions_of_a_handler_do_not_count_as_its_own_raises():
    """The raise of a callback happens elsewhere and later.

    REAL BUG THIS CATCHES: a handler that swallows being taken for one that raises, and so not changed.
    """
    text = (
        "def f(g):\n    try:\n        g()\n    except OSError:\n        def later():\n            raise KeyError\n"
        "        g.register(later)\n    return 1\n"
    )
    assert len(changed("swallow-exception", text)) == 1


def test_the_only_statement_of_a_finally_block_counts_as_an_error_path():
    """Several operators make the same edit; criterion 4 counts those of the family errors.

    REAL BUG THIS CATCHES: the clean-up of failures filed under effects, so that the score of error paths misses it.
    """
    text = "def f(c):\n    try:\n        return c.go()\n    finally:\n        c.close()\n"
    source = SourceFile("pkg/mod.py", "pkg.mod", text, "")
    (drop,) = [change for change in generate(source, per_line=None) if change.after == "pass"]
    assert (drop.operator, drop.family) == ("drop-finally", Family.ERRORS)


def test_a_decorator_that_retries_is_taken_off_wherever_it_stands():
    """First, last, or between others, on one line or on several.

    REAL BUG THIS CATCHES: a cut that takes the neighbour's `@` or the indentation with it.
    """
    text = (
        "import stamina\nclass A:\n    @staticmethod\n    @stamina.retry(\n        on=OSError,  # @ home\n    )\n"
        "    @wraps\n    def f():\n        return 1\n"
    )
    (after,) = changed("drop-retry", text)
    assert after == "import stamina\nclass A:\n    @staticmethod\n    @wraps\n    def f():\n        return 1\n"
