"""Processing and storing together."""

import pytest
from myapp import BusinessService, MemoryDatabase

pytestmark = pytest.mark.integration


@pytest.fixture
def database():
    """A real database of this package, empty."""
    return MemoryDatabase()


def test_processed_data_are_stored(database):
    """What is reported is what is there.

    REAL BUG THIS CATCHES: BusinessService.process_data() reports success without storing, stores what came in rather
    than what came out, or counts wrongly: the customer's order is confirmed and lost.
    """
    service = BusinessService(database)

    result = service.process_data([1, 2, 3])

    assert result.success is True
    assert result.processed_count == 3
    assert result.error == ""
    assert service.get_processed_data() == [2, 4, 6]


def test_results_add_up_and_outlive_the_service(database):
    """They belong to the database.

    REAL BUG THIS CATCHES: get_processed_data() returns the last batch only, or what the service itself remembers, and
    after a restart everything is gone.
    """
    BusinessService(database).process_data([1])
    BusinessService(database).process_data([2, 3])

    assert BusinessService(database).get_processed_data() == [2, 4, 6]


def test_processing_nothing_is_a_success(database):
    """A quiet day is no failure.

    REAL BUG THIS CATCHES: BusinessService.process_data() takes an empty import for an error and wakes somebody up.
    """
    service = BusinessService(database)

    result = service.process_data([])

    assert (result.success, result.processed_count) == (True, 0)
    assert service.get_processed_data() == []


def test_one_bad_value_stores_nothing(database):
    """All or nothing: a corrected import is not counted twice.

    REAL BUG THIS CATCHES: BusinessService.process_data() stores value by value, and half an import stays behind.
    """
    service = BusinessService(database)

    with pytest.raises(TypeError, match=r"values\[2\] must be a number, got 'three'"):
        service.process_data([1, 2, "three"])

    assert service.get_processed_data() == []


def test_none_is_refused(database):
    """As in process_data().

    REAL BUG THIS CATCHES: BusinessService.process_data() takes a failed query for an empty one.
    """
    with pytest.raises(ValueError, match="cannot be None"):
        BusinessService(database).process_data(None)


def test_an_unreachable_database_is_reported_in_the_result(database):
    """With the reason, and without a count.

    REAL BUG THIS CATCHES: BusinessService.process_data() reports success when the database is away, and the data are
    lost.
    """
    database.close()

    result = BusinessService(database).process_data([1, 2])

    assert result.success is False
    assert result.processed_count == 0
    assert result.error == "nothing was stored: the memory database is closed: make a new MemoryDatabase()"


def test_a_result_cannot_be_changed_afterwards(database):
    """It is a record of what happened.

    REAL BUG THIS CATCHES: ProcessingResult can be written to, and a careless `result.success = True` in a report
    makes failures look like successes.
    """
    result = BusinessService(database).process_data([1])

    with pytest.raises(AttributeError):
        result.success = False


def test_reading_from_an_unreachable_database_fails_loudly(database):
    """No answer is not the same as no data.

    REAL BUG THIS CATCHES: get_processed_data() returns an empty list when the database is away, and a report says
    that nothing was sold.
    """
    database.close()

    with pytest.raises(ConnectionError, match="is closed"):
        BusinessService(database).get_processed_data()
