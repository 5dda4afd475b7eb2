"""Which edits make Earnest ask a question again."""

from __future__ import annotations

import pytest

from earnest.changes import generate
from earnest.config import Settings, load
from earnest.model import Baseline, Coverage, Outcome, Test
from earnest.project import discover
from earnest.trials.keys import Keys

FILES = {
    "pyproject.toml": "[project]\nname = 'shop'\nversion = '1'\n",
    "shop/__init__.py": "",
    "shop/price.py": "def net(price):\n    return price - 1\n",
    "shop/tax.py": "RATE = 19\n\n\ndef tax(price):\n    return price * RATE\n",
    "tests/test_price.py": "from shop.price import net\n\n\ndef test_net():\n    assert net(3) == 2\n",
    "tests/conftest.py": "",
    "tests/data.json": "[1]",
}


@pytest.fixture
def shop(tmp_path):
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    return tmp_path


def key_of_the_price_change(root, **settings):
    project = discover(root, load(root))
    test = Test("tests/test_price.py::test_net", "tests/test_price.py", 4, Outcome.PASSED, 0.001)
    coverage = Coverage(by_line={"shop/price.py": {2: frozenset({0})}})
    baseline = Baseline((test,), coverage, frozenset(), (), 0, 0)
    change = next(change for change in generate(project.source("shop/price.py")) if change.operator.startswith("swap"))
    return Keys(project, baseline, Settings(**settings)).of(change, (0,), confirm=False)


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("tests/test_price.py", FILES["tests/test_price.py"] + "\n\ndef test_more():\n    assert net(1) == 0\n"),
        ("tests/conftest.py", "VALUE = 1\n"),
        ("tests/data.json", "[1, 2]"),
        ("shop/price.py", FILES["shop/price.py"].replace("price - 1", "price - 1 - 0")),
        ("shop/tax.py", FILES["shop/tax.py"].replace("19", "7")),
        ("pyproject.toml", FILES["pyproject.toml"] + "\n[tool.pytest.ini_options]\naddopts = '-q'\n"),
    ],
    ids=["test", "conftest", "data", "changed-file", "constant-elsewhere", "configuration"],
)
def test_an_edit_that_can_change_the_verdict_asks_again(shop, file, text):
    """What a test depends on is part of the question.

    REAL BUG THIS CATCHES: `Keys` leaving this kind of file out, so that an old verdict is shown for new code.
    """
    before = key_of_the_price_change(shop)
    (shop / file).write_text(text)
    assert key_of_the_price_change(shop) != before


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("shop/tax.py", FILES["shop/tax.py"].replace("price * RATE", "price + RATE")),
        ("report.json", "{}"),
        ("shop/price.py", FILES["shop/price.py"]),
    ],
    ids=["function-that-no-chosen-test-runs", "report-in-the-root", "nothing"],
)
def test_an_edit_that_cannot_matter_asks_nothing_again(shop, file, text):
    """Repeating known answers is what makes people switch such tools off.

    REAL BUG THIS CATCHES: digesting every file of the project into every key: one edit, or our own `--json` file, asks all again.
    """
    before = key_of_the_price_change(shop)
    (shop / file).write_text(text)
    assert key_of_the_price_change(shop) == before


def test_other_settings_ask_again(shop):
    """A verdict under other limits is another verdict.

    REAL BUG THIS CATCHES: `_environment` forgetting the limits, so that a change that timed out once stays timed out for ever.
    """
    assert key_of_the_price_change(shop, minimum_seconds=9.0) != key_of_the_price_change(shop)
