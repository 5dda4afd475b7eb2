"""Whatever a file holds: findings, or one clear line, and never a traceback."""

import ast
import os
import random
import warnings
from pathlib import Path

import pytest
from mutations import invented, mutated, nested

from earnest.config import Settings
from earnest.errors import ProjectError
from earnest.report.findings import FORMATS, Told, render
from earnest.review import Mode, applicable, mended, review, rules

HERE = Path(__file__).parent
RULES = [rule for rule in rules() if rule.mode is not Mode.RUN]
CASES = 300


def reviewed(root):
    """The review of everything below root by every rule; each file is told of once or is readable for Python too."""
    found = review(root, Settings(), RULES)
    broken = {one.file for one in found.broken}
    assert sorted(broken) == sorted(one.location.file for one in found.findings if one.code == "ET004")
    for one in found.findings:
        assert "\n" not in one.message
        assert one.location.line >= 1
        assert one.location.column >= 1
    for path in set(found.files) - broken:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ast.parse((root / path).read_bytes())
    return found


def put(root, files):
    """Writes the files below root/tests."""
    (root / "tests").mkdir()
    for name, data in files.items():
        (root / "tests" / name).write_bytes(data)


def test_mutated_and_invented_files_are_reviewed_or_told_of(tmp_path):
    """The seed is fixed: a failure is the same on every machine. `benchmarks/review_fuzz.py` tries thousands.

    REAL BUG THIS CATCHES: a rule expects an attribute that only some nodes have, and the whole review ends.
    """
    draw = random.Random(20)
    seeds = [file.read_bytes() for file in sorted(HERE.parent.glob("*/**/test_*.py"))][:120]
    made = [mutated(draw.choice(seeds), draw) for _case in range(CASES // 2)]
    made += [invented(draw, valid=draw.random() < 0.8) for _case in range(CASES // 2)]
    put(tmp_path, {f"test_{number}.py": data for number, data in enumerate(made)})
    found = reviewed(tmp_path)
    assert len(found.files) == CASES
    assert 0 < len(found.broken) < CASES
    for name in FORMATS:
        assert render(Told(tmp_path, found.findings, len(found.files)), name)
    for path in found.files:
        fixes = applicable([one for one in found.findings if one.location.file == path], unsafe=True)
        try:
            mended((tmp_path / path).read_bytes(), path, fixes) if fixes else None
        except ProjectError as error:
            pytest.fail(str(error))


@pytest.mark.parametrize("depth", [50, 150, 1500])
def test_deep_nesting_is_reviewed_or_told_of(depth, tmp_path):
    """
    REAL BUG THIS CATCHES: a generated test nests two thousand calls, and the review ends with a RecursionError.
    """
    kinds = [
        "brackets",
        "lists",
        "calls",
        "attributes",
        "chained",
        "sums",
        "minus",
        "not",
        "lambdas",
        "blocks",
        "functions",
        "classes",
        "elifs",
        "compares",
        "strings",
        "subscripts",
        "conditions",
    ]
    put(tmp_path, {f"test_{kind}.py": nested(kind, depth) for kind in kinds})
    assert len(reviewed(tmp_path).files) == len(kinds)


def test_encodings_line_ends_and_control_characters_are_read_as_python_reads_them(tmp_path):
    """
    REAL BUG THIS CATCHES: a file of an old Mac is one long line; a zero byte ends in a ValueError.
    """
    good = "import time\n\n\ndef test_ä(x):\n    time.sleep(1)\n    assert x\n"
    put(
        tmp_path,
        {
            "test_bom.py": b"\xef\xbb\xbf" + good.encode(),
            "test_latin.py": f"# coding: latin-1\n{good}".encode("latin-1"),
            "test_mac.py": good.replace("\n", "\r").encode(),
            "test_dos.py": good.replace("\n", "\r\n").encode(),
            "test_feed.py": good.replace("\n\n", "\n\x0c\n").encode(),
            "test_nul.py": good.encode() + b"\0",
            "test_wrong.py": good.encode("latin-1"),
            "test_unknown.py": b"# coding: klingon\n" + good.encode(),
            "test_utf16.py": good.encode("utf-16"),
            "test_empty.py": b"",
        },
    )
    found = reviewed(tmp_path)
    lines = {one.location.file[11:-3]: one.location.line for one in found.findings if one.code == "ET401"}
    assert lines == {"bom": 5, "latin": 6, "mac": 5, "dos": 5, "feed": 5}
    assert [one.file[11:-3] for one in found.broken] == ["nul", "unknown", "utf16", "wrong"]


def test_a_huge_file_a_pipe_and_circles_of_links_do_not_stop_the_review(tmp_path):
    """
    REAL BUG THIS CATCHES: fifty megabytes of generated tests take ten gigabytes of memory; a pipe is read for ever.
    """
    put(tmp_path, {"test_good.py": b"def test_a(x):\n    assert x\n", "test_huge.py": b"x = 1\n" * (50 * 1024**2 // 6)})
    (tmp_path / "tests" / "test_self.py").symlink_to("test_self.py")
    (tmp_path / "tests" / "test_gone.py").symlink_to("nowhere.py")
    (tmp_path / "tests" / "round").symlink_to(tmp_path, target_is_directory=True)
    os.mkfifo(tmp_path / "tests" / "test_pipe.py")
    (tmp_path / "tests" / "test_directory.py").mkdir()
    found = review(tmp_path, Settings(), RULES)
    assert found.files == ("tests/test_good.py", "tests/test_huge.py")
    assert [(one.file, one.reason) for one in found.broken] == [
        ("tests/test_huge.py", "has 49 MiB: files above 8 MiB are not reviewed")
    ]
