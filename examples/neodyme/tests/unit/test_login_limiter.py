"""How often one host may fail to log in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from neodyme.core.exceptions import ErrorCode, TooManyAttemptsError
from neodyme.core.login_limiter import LoginLimiter

pytestmark = pytest.mark.unit


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        """Seconds."""
        return self.now


def is_let_in(limiter, host="192.0.2.1"):
    """Tries to log in, and fails."""
    try:
        limiter.begin(host)
    except TooManyAttemptsError:
        return False
    return True


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def limiter(clock):
    """Three failures in a minute."""
    return LoginLimiter(3, 60, clock)


def test_a_host_is_refused_after_the_last_failure_that_it_has(limiter, clock):
    """With how long it has to wait.

    REAL BUG THIS CATCHES: begin() counts one too few or too many, or tells people to come back too early.
    """
    assert [is_let_in(limiter) for _ in range(3)] == [True, True, True]
    clock.now += 20.5

    with pytest.raises(TooManyAttemptsError) as caught:
        limiter.begin("192.0.2.1")

    assert caught.value.error_code is ErrorCode.TOO_MANY_ATTEMPTS
    assert caught.value.retry_after == 40
    assert caught.value.user_message == "Too many failed logins. Try again in 40 seconds."
    assert caught.value.context == {"host": "192.0.2.1"}


def test_other_hosts_are_not_concerned(limiter):
    """Each has failures of its own.

    REAL BUG THIS CATCHES: one counter for everybody: one attacker locks all users out.
    """
    for _ in range(4):
        is_let_in(limiter)

    assert is_let_in(limiter, "192.0.2.2")


def test_after_the_wait_a_host_may_try_again(limiter, clock):
    """At the very second that it was told, and no earlier.

    REAL BUG THIS CATCHES: failures are never forgotten, or the refused attempts count and prolong the wait without end.
    """
    for _ in range(5):
        is_let_in(limiter)

    clock.now += 59
    assert not is_let_in(limiter)
    clock.now += 1
    assert is_let_in(limiter)


def test_a_success_does_not_count(limiter):
    """Somebody who logs in all day is no attacker.

    REAL BUG THIS CATCHES: forgive() does nothing, and an office behind one address is locked out by its own logins.
    """
    for _ in range(10):
        limiter.forgive("192.0.2.1", limiter.begin("192.0.2.1"))

    assert is_let_in(limiter)


def test_a_success_does_not_wipe_failures_away(limiter):
    """Only its own attempt is taken back.

    REAL BUG THIS CATCHES: forgive() clears the host, and an attacker logs into an own account after each two guesses.
    """
    is_let_in(limiter)
    is_let_in(limiter)
    limiter.forgive("192.0.2.1", limiter.begin("192.0.2.1"))

    assert is_let_in(limiter)
    assert not is_let_in(limiter)


def test_forgiving_what_is_forgotten_is_no_error(limiter, clock):
    """A login may take longer than the window.

    REAL BUG THIS CATCHES: forgive() raises, and a slow but right login is answered with 500.
    """
    attempt = limiter.begin("192.0.2.1")
    clock.now += 61
    is_let_in(limiter, "192.0.2.2")  # whoever comes next makes it forget

    limiter.forgive("192.0.2.1", attempt)

    assert is_let_in(limiter)


@given(st.lists(st.floats(min_value=0, max_value=40), max_size=60))
def test_no_window_has_more_failures_than_allowed(pauses):
    """Whenever somebody tries.

    REAL BUG THIS CATCHES: windows that start at fixed moments: twice the failures fit around a boundary.
    """
    clock, passed = Clock(), []
    limiter = LoginLimiter(3, 60, clock)

    for pause in pauses:
        clock.now += pause
        if is_let_in(limiter):
            passed.append(clock.now)

    assert all(later - earlier >= 60 - 1e-6 for earlier, later in zip(passed, passed[3:], strict=False))
