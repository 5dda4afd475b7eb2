"""One cache, several threads."""

from threading import Event, Thread

import pytest
from myapp import LRUCache
from support.threads import PATIENCE, hasty_switching, together

pytestmark = pytest.mark.concurrency

# How long another thread gets for its turn in the middle of an operation. The lock makes it wait, so this much time
# passes in each of these tests; without the lock it is done at once, and its work shows.
A_TURN = 0.03


class Key:
    """A key that gives another thread a turn when it is hashed for the n-th time: where a real race would strike."""

    def __init__(self):
        self._hashes_left = 0

    def give_a_turn(self, nth_hash, action):
        """Runs `action` in another thread during the n-th hash from now on."""
        self._hashes_left = nth_hash
        self._done = Event()
        self._thread = Thread(target=lambda: (action(), self._done.set()))

    def finish(self):
        """Waits until the other thread is done."""
        if self._thread.ident is None:
            self._thread.start()
        assert self._done.wait(PATIENCE), "the other thread hangs"
        self._thread.join()

    def __hash__(self):
        self._hashes_left -= 1
        if self._hashes_left == 0:
            self._thread.start()
            self._done.wait(A_TURN)
        return 1


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


@pytest.mark.parametrize("nth_hash", [1, 2])
def test_two_threads_that_store_new_entries_do_not_overfill_the_cache(cache_and_key, nth_hash):
    """One of them comes first and makes room, and then the other.

    REAL BUG THIS CATCHES: set() works without the lock, both threads see the same free place, and the cache grows by
    an entry at each such meeting until memory runs out.
    """
    cache, _ = cache_and_key
    key = Key()

    key.give_a_turn(nth_hash, lambda: cache.set("new", "value"))
    cache.set(key, "value")
    key.finish()

    assert cache.size() == 2
    assert (cache.get(key), cache.get("new")) == ("value", "value")


@pytest.mark.parametrize("nth_hash", [1, 2, 3])
def test_an_entry_that_is_evicted_while_it_is_written_causes_no_error(cache_and_key, nth_hash):
    """Whichever of the two threads comes first, the cache works and holds two entries.

    REAL BUG THIS CATCHES: set() works without the lock, another thread evicts the entry that is just being stored,
    and set() raises KeyError at a random customer.
    """
    cache, key = cache_and_key

    key.give_a_turn(nth_hash, lambda: fill(cache))
    cache.set(key, "new")
    key.finish()

    assert cache.size() == 2
    assert cache.get("newer") == "value"


@pytest.mark.parametrize("nth_hash", [1, 2, 3])
def test_an_entry_that_is_evicted_while_it_is_read_causes_no_error(cache_and_key, nth_hash):
    """The value from before, or nothing.

    REAL BUG THIS CATCHES: get() works without the lock, another thread evicts the entry between the question and the
    answer, and get() raises KeyError at a random customer.
    """
    cache, key = cache_and_key

    key.give_a_turn(nth_hash, lambda: fill(cache))
    value = cache.get(key)
    key.finish()

    assert value in ("old", None)


def test_the_size_is_never_above_the_maximum():
    """Also for those who look while others store.

    REAL BUG THIS CATCHES: set() makes room after the entry came in, the bound is broken for a moment, and whoever
    computes the free places from size() gets a negative number.
    """
    cache = LRUCache(max_size=3)

    def work(worker):
        if worker:
            return max(cache.size() for _ in range(1500))
        for step in range(1500):
            cache.set(step, step)
        return cache.size()

    with hasty_switching():
        sizes = together(work, workers=2)

    assert max(sizes) <= 3


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
