"""`TestFile`: places of the syntax tree as places in the text."""

import ast

import pytest

from earnest.config import Settings
from earnest.model import SourceFile
from earnest.review.codebase import Codebase
from earnest.review.naming import Naming
from earnest.review.testfile import TestFile


def read(root, text):
    """The file `test_a.py` with this text, in a project of its own."""
    (root / "test_a.py").write_text(text, encoding="utf-8")
    source = SourceFile("test_a.py", "test_a", text, "")
    return TestFile(source, ast.parse(text), Codebase(root, Settings()), Naming())


@pytest.mark.parametrize(
    "text",
    [
        "def test_a():\n    assert run(1)\n",
        "# größer\ndef test_a():\n    assert 'ä€😀', run(1)\n",
        "def test_a():\n    \f\n    x = '''ü\n  é''' + str(run(1)); assert x",
    ],
)
def test_the_span_of_a_node_is_its_own_text(text, tmp_path):
    """Fixes cut the text there.

    REAL BUG THIS CATCHES: the tree counts bytes, so behind an umlaut a fix cuts one character too far right.
    """
    file = read(tmp_path, text)
    calls = [node for node in ast.walk(file.tree) if isinstance(node, ast.Call) and node.args]
    spans = [file.span(call) for call in calls]
    assert [file.text[start:end] for start, end in spans] == [ast.get_source_segment(text, call) for call in calls]
    assert "run(1)" in [file.text[start:end] for start, end in spans]
    assert file.offset(calls[-1].lineno, calls[-1].col_offset) == spans[-1][0]
