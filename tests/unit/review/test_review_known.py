"""The baseline of known findings."""

import pytest

from earnest.config import Settings
from earnest.errors import UsageError
from earnest.review import Selection, read_known, review, write_known

TEXT = "import time\n\n\ndef test_a(x):\n    time.sleep(1)\n    time.sleep(1)\n    assert x\n"


def findings(root, text, path="test_a.py"):
    """What ET401 says about this file."""
    (root / path).write_text(text)
    return review(root, Settings(), Selection(select=("ET401",)).rules()).findings


def test_known_findings_stay_known_when_lines_move(tmp_path):
    """Content decides, and a second finding of the same content counts by itself.

    REAL BUG THIS CATCHES: an import is added at the top, and every old finding breaks the build.
    """
    file = tmp_path / "known.json"
    write_known(file, findings(tmp_path, TEXT), None)
    moved = findings(tmp_path, f"import os\n\n{TEXT}".replace("    assert x", "    time.sleep(1)\n    assert x"))
    new, known, gone = read_known(file).divide(moved, None)
    assert ([one.location.line for one in new], known, gone) == ([9], 2, 0)


def test_what_was_mended_since_is_told(tmp_path):
    """
    REAL BUG THIS CATCHES: a mended test may become bad again, since the baseline still allows it.
    """
    file = tmp_path / "known.json"
    write_known(file, findings(tmp_path, TEXT), None)
    left = findings(tmp_path, TEXT.replace("    time.sleep(1)\n", "", 1))
    assert read_known(file).divide(left, None) == ([], 1, 1)
    assert read_known(file).divide(left, {"test_b.py"}) == ([], 1, 0)


def test_a_baseline_of_some_files_keeps_what_it_knows_of_others(tmp_path):
    """
    REAL BUG THIS CATCHES: `earnest review tests/unit --write-baseline` forgets the findings in tests/api.
    """
    file = tmp_path / "known.json"
    write_known(file, findings(tmp_path, TEXT), None)
    write_known(file, findings(tmp_path, TEXT.replace("1", "2"), "test_b.py")[2:], {"test_b.py"})
    assert {entry[0] for entry in read_known(file).entries} == {"test_a.py", "test_b.py"}
    write_known(file, [], {"test_a.py"})
    assert {entry[0] for entry in read_known(file).entries} == {"test_b.py"}


def test_a_file_that_cannot_be_read_is_never_known(tmp_path):
    """
    REAL BUG THIS CATCHES: a broken test file is in the baseline, and none of its tests ever runs again.
    """
    write_known(tmp_path / "known.json", findings(tmp_path, "def test_a(:\n"), None)
    assert read_known(tmp_path / "known.json").entries == frozenset()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "is not JSON"),
        ("[]", "is no baseline of this version"),
        ('{"schema": 7}', "is no baseline of this version"),
    ],
)
def test_a_file_that_is_no_baseline_is_refused(text, message, tmp_path):
    """
    REAL BUG THIS CATCHES: a typo in the name of the file, and every finding counts as new or as known.
    """
    (tmp_path / "known.json").write_text(text)
    with pytest.raises(UsageError, match=message):
        read_known(tmp_path / "known.json")
    with pytest.raises(UsageError, match="does not exist"):
        read_known(tmp_path / "unknown.json")


def test_entries_of_another_form_match_nothing(tmp_path):
    """
    REAL BUG THIS CATCHES: a merge conflict resolved by hand ends in a traceback.
    """
    (tmp_path / "known.json").write_text(
        '{"schema": 1, "findings": {"a.py": {"ET1": "x", "ET2": [1, "k"]}, "b.py": 3}}'
    )
    assert read_known(tmp_path / "known.json").entries == {("a.py", "ET2", "k")}
