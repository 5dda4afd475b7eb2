"""Comments that allow a finding: what they cover, and what is said of them."""

import pytest

from earnest.config import Settings
from earnest.review import Selection, review

HEAD = "import time\nimport pytest\n\n\n"


def codes(root, text):
    """What the default rules say about a file with this text, as line and code."""
    (root / "test_a.py").write_text(HEAD + text, encoding="utf-8")
    rules = Selection(select=("ET0", "ET401")).rules()
    return [f"{one.location.line - 4} {one.code}" for one in review(root, Settings(), rules).findings]


@pytest.mark.parametrize(
    "text",
    [
        "def test_a(x):\n    time.sleep(1)  # earnest: allow[ET401] no hook\n    assert x\n",
        "def test_a(x):\n    # earnest: allow[ET401] no hook\n    time.sleep(1)\n    assert x\n",
        "def test_a(x):\n    # earnest: allow[ET401] no hook\n    # for anybody\n\n    time.sleep(1)\n    assert x\n",
        "def test_a(x):\n    time.sleep(\n        1,\n    )  # earnest: allow[ET401] no hook\n    assert x\n",
        "def test_a(x):\n    time.sleep(\n        # earnest: allow[ET401] no hook\n        1,\n    )\n    assert x\n",
        "def test_a(x):\n    for _ in time.sleep(1):  # earnest: allow[ET401] no hook\n        assert x\n",
        "def test_a(x):\n    # earnest: allow[sleep] no hook\n    for _ in (\n        x,\n        time.sleep(1),\n    ):\n        assert x\n",
        "@x(time)\n# earnest: allow[ET401] no hook\n@pytest.fixture(time.sleep(1))\ndef a(x):\n    assert x\n",
    ],
)
def test_a_comment_allows_what_the_statement_holds(text, tmp_path):
    """The comment stands on any line of the statement, or alone before it; of a block it is about the head.

    REAL BUG THIS CATCHES: a formatter moves the comment behind the closing parenthesis and the finding comes back.
    """
    assert codes(tmp_path, text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("def test_a(x):\n    assert x  # earnest: allow[ET401] no hook\n    time.sleep(1)\n", ["2 ET002", "3 ET401"]),
        ("def test_a(x):  # earnest: allow[ET401] no hook\n    time.sleep(1)\n    assert x\n", ["1 ET002", "2 ET401"]),
        ("def test_a(x):\n    time.sleep(1)  # earnest: allow[ET401]\n    assert x\n", ["2 ET401", "2 ET001"]),
        ("def test_a(x):\n    time.sleep(1)  # earnest: allow[ET40l] why\n    assert x\n", ["2 ET401", "2 ET003"]),
        ("def test_a(x):\n    assert x\n    # earnest: allow[ET401] the last line\n", ["3 ET002"]),
        (
            "def test_a(x):\n    '''\n    # earnest: allow[ET401] no\n    '''\n    time.sleep(1)\n    assert x\n",
            ["5 ET401"],
        ),
    ],
)
def test_a_comment_allows_nothing_beyond_its_statement(text, expected, tmp_path):
    """Neither the neighbours, nor the body of a block, nor what is misspelt.

    REAL BUG THIS CATCHES: one comment on a `def` silences everything that is ever written into the test.
    """
    assert codes(tmp_path, text) == expected


def test_a_rule_that_is_off_leaves_its_comments_alone(tmp_path):
    """Whoever runs one rule must not be told that all other comments are superfluous.

    REAL BUG THIS CATCHES: `--select ET0` deletes every comment in the suite with `--fix`.
    """
    (tmp_path / "test_a.py").write_text(
        f"{HEAD}def test_a(x):\n    time.sleep(1)  # earnest: allow[ET401] no hook\n    assert x\n"
    )
    assert review(tmp_path, Settings(), Selection(select=("ET0",)).rules()).findings == ()
