from pathlib import Path

import pytest
from myapp.files import count_words


@pytest.fixture
def temp_file():
    f = open("/tmp/test_data.txt", "w")  # expect: ET404, ET405
    f.write("test")
    f.close()
    return Path("/tmp/test_data.txt")
    # File is never deleted!


def test_words_are_counted(temp_file):
    assert count_words(temp_file) == 1
