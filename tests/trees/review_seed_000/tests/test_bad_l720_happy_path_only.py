from myapp.processing import process_data


def test_data_processing():  # expect[evidence]: ET601
    result = process_data([1, 2, 3])
    assert result == [2, 4, 6]
