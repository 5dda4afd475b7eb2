from pathlib import Path

import pytest
from myapp.files import count_words


@pytest.fixture
def temp_file(tmp_path: Path) -> Path:
    f = tmp_path / "test_data.txt"
    f.write_text("test")
    return f  # Automatically cleaned up by pytest


def test_words_are_counted(temp_file: Path) -> None:
    assert count_words(temp_file) == 1
