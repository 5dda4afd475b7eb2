"""One cache, several threads."""

from threading import Event, Thread

import pytest
from myapp import LRUCache
from support.threads import PATIENCE, hasty_switching, together

pytestmark = pytest.mark.concurrency

# How long another thread gets for its turn in the middle of an operation. The lock makes it wait, so this much time
# passes in each of these tests; without the lock it is done at once, and its work shows.
A_TURN = 0.03


class Turn:
    """Runs an action in another thread when keys are used for the n-th time: where a real race would strike."""

    def __init__(self, nth_use, action):
        self._uses_left = nth_use
        self._done = Event()
        self._thread = Thread(target=lambda: (action(), self._done.set()))

    def key_used(self):
        self._uses_left -= 1
        if self._uses_left == 0:
            self._thread.start()
            self._done.wait(A_TURN)

    def finish(self):
        """Waits until the other thread is done."""
        if self._thread.ident is None:
            self._thread.start()
        assert self._done.wait(PATIENCE), "the other thread hangs"
        self._thread.join()


class Key:
    """A key whose hashing and comparing are Python code, as with many real keys, so that others can get their turn."""

    turn = None

    def __hash__(self):
        if self.turn:
            self.turn.key_used()
        return 1

    def __eq__(self, other):
        if self.turn:
            self.turn.key_used()
        return self is other


@pytest.fixture
def cache_and_key():
    """A full cache of two entries, and the key of the older one."""
    cache, key = LRUCache(max_size=2), Key()
    cache.set(key, "old")
    cache.set("other", "value")
    return cache, key


def fill(cache):
    cache.set("new", "value")
    cache.set("newer", "value")


@pytest.mark.parametrize("nth_use", [1, 2])
def test_two_threads_that_store_new_entries_do_not_overfill_the_cache(cache_and_key, nth_use):
    """One of them comes first and makes room, and then the other.

    REAL BUG THIS CATCHES: set() works without the lock, both threads see the same free place, and the cache grows by
    an entry at each such meeting until memory runs out.
    """
    cache, _ = cache_and_key
    key = Key()

    key.turn = Turn(nth_use, lambda: cache.set("new", "value"))
    cache.set(key, "value")
    key.turn.finish()

    assert cache.size() == 2
    assert (cache.get(key), cache.get("new")) == ("value", "value")


@pytest.mark.parametrize("nth_use", [1, 2, 3])
def test_an_entry_that_is_evicted_while_it_is_written_causes_no_error(cache_and_key, nth_use):
    """Whichever of the two threads comes first, the cache works and holds two entries.

    REAL BUG THIS CATCHES: set() works without the lock, another thread evicts the entry that is just being stored,
    and set() raises KeyError at a random customer.
    """
    cache, key = cache_and_key

    key.turn = Turn(nth_use, lambda: fill(cache))
    cache.set(key, "new")
    key.turn.finish()

    assert cache.size() == 2
    assert cache.get("newer") == "value"


@pytest.mark.parametrize("nth_use", [1, 2, 3])
def test_an_entry_that_is_evicted_while_it_is_read_causes_no_error(cache_and_key, nth_use):
    """The value from before, or nothing.

    REAL BUG THIS CATCHES: get() works without the lock, another thread evicts the entry between the question and the
    answer, and get() raises KeyError at a random customer.
    """
    cache, key = cache_and_key

    key.turn = Turn(nth_use, lambda: fill(cache))
    value = cache.get(key)
    key.turn.finish()

    assert value in ("old", None)


@pytest.mark.parametrize("nth_use", range(1, 9))
def test_the_size_is_never_above_the_maximum(nth_use):
    """Also for a thread that looks in the middle of set().

    REAL BUG THIS CATCHES: set() makes room after the entry came in, the bound is broken for a moment, and whoever
    computes the free places from size() gets a negative number.
    """
    cache, keys, sizes = LRUCache(max_size=2), [Key(), Key(), Key()], []
    cache.set(keys[0], "used lately")
    cache.set(keys[1], "oldest use")
    cache.get(keys[0])
    turn = Turn(nth_use, lambda: sizes.append(cache.size()))
    for key in keys:
        key.turn = turn

    cache.set(keys[2], "new")
    turn.finish()

    assert sizes[0] <= 2


def test_values_are_never_mixed_up_under_high_contention():
    """Ten threads, the same fifty keys, room for twenty.

    REAL BUG THIS CATCHES: set() or get() gives one thread the value of another key, and customers see each other's
    data; or the cache grows beyond its bound until memory runs out.
    """
    cache = LRUCache(max_size=20)

    def work(worker):
        seen = []
        for step in range(200):
            key = (worker * 7 + step * 3) % 50
            cache.set(key, f"value_{key}")
            seen += [(key, cache.get(key)), ((key + 1) % 50, cache.get((key + 1) % 50))]
        return seen

    with hasty_switching():
        readings = [reading for seen in together(work, workers=10) for reading in seen]

    assert {value for key, value in readings if value not in (None, f"value_{key}")} == set()
    assert any(value for _, value in readings)
    assert cache.size() == 20
