"""Small projects as text, read as the reviewer reads them."""

import pytest

from earnest.config import load
from earnest.review.codebase import Codebase
from earnest.review.testfile import TestFile, naming_of


@pytest.fixture
def suite_file(tmp_path):
    """Writes the files of a project and gives one of them, `tests/test_a.py` unless told, as the reviewer sees it."""

    def read(files, path="tests/test_a.py"):
        for name, text in {"pyproject.toml": '[project]\nname = "app"\nversion = "1"\n', **files}.items():
            file = tmp_path / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        codebase = Codebase(tmp_path, load(tmp_path))
        found = TestFile(codebase.source(path), codebase.tree(path), codebase, naming_of(codebase))
        codebase.files[path] = found
        return found

    return read
