"""The database of this package until it has a real one."""

import pytest
from myapp import MemoryDatabase

pytestmark = pytest.mark.unit


def test_results_are_kept_in_order():
    """Old ones first.

    REAL BUG THIS CATCHES: add_results() replaces what is there or puts new results first, and reports lose their
    history.
    """
    database = MemoryDatabase()
    database.add_results([3, 1])
    database.add_results([2])

    assert database.results() == [3, 1, 2]


def test_a_new_database_is_empty():
    """Whatever other databases hold.

    REAL BUG THIS CATCHES: all MemoryDatabase() objects share one list, and customers see each other's results.
    """
    MemoryDatabase().add_results([1])

    assert MemoryDatabase().results() == []


def test_callers_get_a_copy():
    """What a caller does to it stays with the caller.

    REAL BUG THIS CATCHES: results() hands out the list itself, and a report that sorts it changes the database.
    """
    database = MemoryDatabase()
    database.add_results([2, 1])
    database.results().sort()

    assert database.results() == [2, 1]


def test_values_that_fail_half_way_are_not_stored():
    """All or nothing.

    REAL BUG THIS CATCHES: add_results() stores the values before the failure, and when the import is tried again they
    are counted twice.
    """

    def values():
        yield 1
        raise RuntimeError("connection to the source lost")

    database = MemoryDatabase()
    with pytest.raises(RuntimeError, match="source lost"):
        database.add_results(values())

    assert database.results() == []


@pytest.mark.parametrize(
    "use", [lambda database: database.add_results([1]), lambda database: database.results()], ids=["write", "read"]
)
def test_a_closed_database_refuses_service(use):
    """Loudly, with the cure.

    REAL BUG THIS CATCHES: add_results() or results() goes on after close(), and results vanish without a word.
    """
    database = MemoryDatabase()
    database.close()

    with pytest.raises(ConnectionError, match=r"^the memory database is closed: make a new MemoryDatabase\(\)$"):
        use(database)
