"""What the cache remembers and what it forgets."""

import random

import pytest
from myapp import LRUCache

pytestmark = pytest.mark.unit


def test_a_stored_value_is_found_again():
    """The plainest promise of a cache.

    REAL BUG THIS CATCHES: set() or get() mixes up keys, and one customer sees the page of another.
    """
    cache = LRUCache(max_size=2)
    cache.set("a", 1)
    cache.set("b", 2)

    assert (cache.get("a"), cache.get("b"), cache.size()) == (1, 2, 2)


def test_an_unknown_key_gives_none():
    """Nothing was stored, so nothing comes back, and asking stores nothing.

    REAL BUG THIS CATCHES: get() raises KeyError for a page that was not visited yet, and the first visitor gets an
    error.
    """
    cache = LRUCache(max_size=2)

    assert cache.get("missing") is None
    assert cache.size() == 0


def test_the_oldest_entry_makes_room():
    """Without any reading, the order of writing decides; the entry that is just being stored is never the one to go.

    REAL BUG THIS CATCHES: set() evicts the newest entry or none, and the cache serves stale pages or eats all memory.
    """
    cache = LRUCache(max_size=2)
    for key in ("a", "b", "c"):
        cache.set(key, key.upper())

    assert [cache.get(key) for key in ("a", "b", "c")] == [None, "B", "C"]
    assert cache.size() == 2


def test_reading_an_entry_keeps_it():
    """Used lately is what the name of the cache promises to keep.

    REAL BUG THIS CATCHES: get() does not refresh the entry, so the most popular page is thrown out again and again
    and the site is slow for everybody.
    """
    cache = LRUCache(max_size=2)
    cache.set("popular", 1)
    cache.set("other", 2)
    cache.get("popular")
    cache.set("new", 3)

    assert cache.get("popular") == 1
    assert cache.get("other") is None


def test_writing_an_entry_again_replaces_its_value_and_keeps_it():
    """An update is a use, and takes no second place.

    REAL BUG THIS CATCHES: set() keeps the old value, counts the key twice or leaves it at the end of the queue: users
    see old data, or lose what they just saved.
    """
    cache = LRUCache(max_size=2)
    cache.set("a", "old")
    cache.set("b", "b")
    cache.set("a", "new")

    assert cache.size() == 2

    cache.set("c", "c")

    assert (cache.get("a"), cache.get("b")) == ("new", None)


def test_a_cache_of_one_entry_works():
    """The smallest size that makes sense.

    REAL BUG THIS CATCHES: an off-by-one error in LRUCache() or in set() refuses max_size=1 or evicts what was just
    stored.
    """
    cache = LRUCache(max_size=1)
    cache.set("a", 1)
    cache.set("b", 2)

    assert (cache.get("a"), cache.get("b"), cache.size()) == (None, 2, 1)


@pytest.mark.parametrize("size", [0, -1])
def test_a_cache_without_room_is_refused(size):
    """The message says what was given and what would do.

    REAL BUG THIS CATCHES: LRUCache() accepts a size of 0 from a configuration file, and nothing is ever cached,
    without a word to anybody.
    """
    with pytest.raises(ValueError, match=f"^max_size must be at least 1 entry, got {size}$"):
        LRUCache(max_size=size)


def test_thousands_of_random_uses_agree_with_a_simple_list():
    """A list of keys in order of use, searched from end to end, is slow and obviously right.

    REAL BUG THIS CATCHES: set() or get() loses the order of use in some sequence that nobody thought of, and entries
    that are in use disappear.
    """
    chance = random.Random(20)
    cache, by_use, values = LRUCache(max_size=7), [], {}
    for step in range(3000):
        key = chance.randrange(12)
        if chance.random() < 0.5:
            cache.set(key, step)
            values[key] = step
        else:
            assert cache.get(key) == (values[key] if key in by_use else None)
            if key not in by_use:
                continue
        by_use = [*(other for other in by_use if other != key), key][-7:]
        assert cache.size() == len(by_use)
