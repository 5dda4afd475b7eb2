import pytest
from faults import simulate_low_memory
from myapp.processing import process_data


def test_data_processing_handles_real_conditions():
    # Empty input
    assert process_data([]) == []

    # Invalid input
    with pytest.raises(ValueError) as exc_info:
        process_data(None)
    assert "cannot be None" in str(exc_info.value)

    # Large input
    large_input = list(range(100000))
    result = process_data(large_input)
    assert len(result) == 100000

    # Memory pressure
    with simulate_low_memory():
        result = process_data([1, 2, 3])
        assert result == [2, 4, 6]
