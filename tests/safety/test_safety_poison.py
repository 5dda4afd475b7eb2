"""Changes that would hang, flood or kill: the verdict is right, the machine is unharmed, nothing is left running."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def poisoned(tmp_path_factory, copied, command, verdicts):
    """A function: name of a tree, operators -> the finished command and its verdicts. Each tree is checked once."""
    done = {}

    def check(name, *operators):
        if name not in done:
            narrowed = [argument for operator in operators for argument in ("--operator", operator)]
            run = command(copied(name, tmp_path_factory.mktemp(name))).check(*narrowed)
            assert run.code in (0, 1), run.errors
            done[name] = run, verdicts(run.json())
        return done[name]

    return check


@pytest.fixture
def loops(poisoned):
    """Loops that one change makes endless."""
    return poisoned("poison_loops", "drop-assignment", "drop-attribute-assignment", "drop-operand", "drop-call")


@pytest.fixture
def forks(poisoned):
    """Processes that one change multiplies."""
    return poisoned("poison_forks", "drop-collection-update", "force-condition", "swap-arithmetic")


@pytest.fixture
def daemons(poisoned):
    """A daemon that one change leaves behind."""
    return poisoned("poison_daemons", "drop-cleanup", "drop-call")


@pytest.fixture
def memory(poisoned):
    """Allocations that one change makes huge, under a limit of 256 MiB."""
    return poisoned("poison_memory", "force-condition")


@pytest.fixture
def exits(poisoned):
    """Emergency exits that one change opens."""
    return poisoned("poison_exits", "force-condition")


@pytest.fixture
def threads(poisoned):
    """Threads that are not told to end."""
    return poisoned("poison_threads", "drop-call")


@pytest.fixture
def imports(poisoned):
    """The same while a module is imported."""
    return poisoned("poison_imports", "drop-collection-update", "force-condition", "drop-call")


@pytest.mark.parametrize(
    ("change", "bounded"),
    [
        (("countdown", "number -= 1", "pass"), True),
        (("rest", "number -= divisor", "pass"), True),
        (("walk", "cursor.advance()", "pass"), True),
        (("Cursor.advance", "self.place += 1", "pass"), False),
        (
            (
                "positions",
                "return list(iter(lambda: cursor.advance() or cursor.is_done(), True))",
                "return list(iter(lambda: cursor.is_done(), True))",
            ),
            False,
        ),
        (("ring", "bell.set()", "pass"), False),
    ],
    ids=["grows", "spins", "stands still", "in other code", "in C", "waits"],
)
def test_an_endless_loop_times_out(loops, change, bounded):
    """The loops of the changed code itself end by count, the others by the clock.

    REAL BUG THIS CATCHES: the run hangs, or the loop is counted as caught, or it eats a second where 0.1 would do.
    """
    trial = loops[1][change]
    assert trial["verdict"] == "timed-out"
    assert trial["caught_by"] == []
    assert trial["detail"].startswith("a loop of the changed code" if bounded else "no end after")


@pytest.mark.parametrize(
    "change",
    [
        ("start_workers", "started.append(pid)", "pass"),
        ("multiply", "if pid == 0:", "if False:"),
    ],
    ids=["one parent", "every copy"],
)
def test_a_fork_bomb_is_ended_before_it_is_a_crowd(forks, change):
    """REAL BUG THIS CATCHES: process limits do not bind root, the machine runs out of process ids and must be reset."""
    run, trials = forks
    assert trials[change]["verdict"] == "crashed"
    assert trials[change]["detail"] == "the test process was ended by SIGKILL"
    assert run.most < 1000


def test_a_program_that_calls_itself_for_ever_is_ended(forks):
    """No audit hook follows into another interpreter, and each of them begins a session of its own.

    REAL BUG THIS CATCHES: killing the process group of the test leaves hundreds of interpreters that go on starting
    more.
    """
    change = (
        "call_yourself",
        "command = [sys.executable, __file__, str(depth - 1)]",
        "command = [sys.executable, __file__, str(depth + 1)]",
    )
    assert forks[1][change]["verdict"] in {"timed-out", "crashed"}


def test_a_daemon_that_nobody_ends_does_not_disturb_the_verdict(daemons):
    """The test still passes, as it does under plain pytest; that the daemon is gone is asserted for the whole run.

    REAL BUG THIS CATCHES: the trial waits for the daemon because that holds its pipe, and the change times out.
    """
    change = ("run_daemon", "os.kill(daemon, signal.SIGKILL)", "pass")
    assert daemons[1][change]["verdict"] == "missed"


def test_a_copy_of_the_test_process_does_not_answer_for_it(forks):
    """`if False` sends the copy on through the test, which fails there: the original asks for its answer in vain.

    REAL BUG THIS CATCHES: a fork of the trial runs on to the end, writes its verdict first and is believed.
    """
    trial = forks[1]["answer_of_a_copy", "if pid == 0:", "if False:"]
    assert trial["verdict"] == "caught"
    assert trial["caught_by"] == ["tests/test_workers.py::test_a_copy_answers"]


def test_a_copy_that_ends_well_looks_so_to_whoever_waits_for_it(daemons):
    """REAL BUG THIS CATCHES: a copy that runs on ends in another way than under plain pytest, and the change is caught."""
    assert daemons[1]["tell", "os._exit(0)", "pass"]["verdict"] == "missed"


def test_lines_that_only_a_forked_process_runs_are_reached(forks, memory):
    """REAL BUG THIS CATCHES: whatever workers do is "not run by any test", and half of the project is never changed."""
    change = (
        "answer_of_a_copy",
        "os.write(writer, str(question * 2).encode())",
        "os.write(writer, str(question / 2).encode())",
    )
    assert forks[1][change]["verdict"] == "caught"
    assert memory[1]["length_by_a_copy", "if size > LIMIT:", "if False:"]["verdict"] == "caught"


@pytest.mark.parametrize(
    "change",
    [("buffer", "if size > LIMIT:", "if False:"), ("gather", "if number >= pieces:", "if False:")],
    ids=["at once", "piece by piece"],
)
def test_fifty_gigabytes_are_refused_and_the_test_fails(memory, change):
    """REAL BUG THIS CATCHES: the changed program takes all memory, and the kernel kills the user's editor."""
    run, trials = memory
    assert trials[change]["verdict"] == "caught"
    assert run.peak < 1 << 30


@pytest.mark.parametrize(
    ("function", "verdict", "detail"),
    [
        ("leave_at_once", "crashed", "exit status 0"),
        ("leave", "caught", ""),
        ("interrupt", "crashed", "broken off"),
        ("terminate", "crashed", "SIGTERM"),
        ("terminate_everyone", "crashed", "SIGKILL"),
        ("stop", "timed-out", "no end after"),
        ("abort", "crashed", "SIGABRT"),
    ],
)
def test_a_test_process_that_goes_is_told_from_a_test_that_fails(exits, function, verdict, detail):
    """REAL BUG THIS CATCHES: `os._exit(0)` in the middle of a test looks like success, a signal like a failing test."""
    trial = exits[1][function, "if broken:", "if True:"]
    assert trial["verdict"] == verdict
    assert detail in trial["detail"]
    assert bool(trial["caught_by"]) == (verdict == "caught")


def test_a_read_from_address_zero_is_a_crash(exits):
    """REAL BUG THIS CATCHES: a segfault takes the process along that holds the suite, and the run ends."""
    trial = exits[1]["read", "if address == 0:", "if False:"]
    assert trial["verdict"] == "crashed"
    assert "SIGSEGV" in trial["detail"]


def test_a_thread_that_never_ends_times_out_behind_a_test_that_passed(threads):
    """REAL BUG THIS CATCHES: plain pytest would hang for ever on this change, and Earnest calls it missed."""
    trial = threads[1]["run", "finished.set()", "pass"]
    assert trial["verdict"] == "timed-out"


def test_a_daemon_thread_that_never_ends_keeps_nobody_waiting(threads):
    """REAL BUG THIS CATCHES: every trial waits for threads that the interpreter itself does not wait for."""
    trial = threads[1]["run_beside_a_daemon", "finished.set()", "pass"]
    assert trial["verdict"] == "missed"


@pytest.mark.parametrize(
    ("change", "verdict"),
    [
        (("", "TABLE.append(len(TABLE))", "pass"), "timed-out"),
        (("", "if sys.maxsize < 0:", "if True:"), "crashed"),
        (("", 'if sys.byteorder == "middle":', "if True:"), "caught"),
        (("", "if sys.hexversion < 0:", "if True:"), "crashed"),
        (("", "READY.set()", "pass"), "timed-out"),
    ],
    ids=["endless", "os._exit", "sys.exit", "segfault", "thread"],
)
def test_poison_at_import_is_judged_on_the_cold_path(imports, change, verdict):
    """REAL BUG THIS CATCHES: the process that imports the changed module anew is the one that should judge it."""
    trial = imports[1][change]
    assert (trial["verdict"], trial["path"]) == (verdict, "cold")


@pytest.mark.parametrize("name", ["loops", "forks", "daemons", "memory", "exits", "threads", "imports"])
def test_nothing_is_left_of_a_poisoned_run(request, name):
    """Looked at when the command has ended, not later.

    REAL BUG THIS CATCHES: a daemon, a stopped process or a scratch directory stays behind with every run.
    """
    run, _trials = request.getfixturevalue(name)
    run.assert_nothing_is_left()
