"""The reference page of the configuration says what the code does."""

import json
import tomllib
from pathlib import Path

import pytest

from earnest.config import FIELDS, Settings, Threshold, load, reference

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "configuration.md"


def test_the_page_is_the_one_that_the_code_makes():
    """`make docs` has been run since the last change of a field.

    REAL BUG THIS CATCHES: the page describes a key, a default or a limit that the code no longer has.
    """
    assert PAGE.read_text(encoding="utf-8") == reference(), "stale: run `make docs`"


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.key)
def test_the_example_of_each_key_is_accepted_and_changes_its_setting(field, tmp_path):
    """What the page shows can be copied.

    REAL BUG THIS CATCHES: an example with a typo, or one that shows nothing but the default.
    """
    for place in ("packages/a/src", "tools", "tests/unit", "tests/api"):
        (tmp_path / place).mkdir(parents=True)
    (tmp_path / "tools" / "release.py").touch()
    (tmp_path / "pyproject.toml").write_text(f"[tool.earnest]\n{field.example}\n", encoding="utf-8")
    value, default = (getattr(settings, field.attribute) for settings in (load(tmp_path), Settings(jobs=999)))
    assert value != default


@pytest.mark.parametrize(
    "field",
    [field for field in FIELDS if field.key not in {"sources", "tests", "jobs", "thresholds"}],
    ids=lambda field: field.key,
)
def test_the_default_on_the_page_is_the_default_of_the_code(field, tmp_path):
    """Reading the documented default gives the settings' own.

    REAL BUG THIS CATCHES: the page promises two gigabytes where the code allows one.
    """
    value = tomllib.loads(f"x = {field.default}")["x"]
    read = field.kind.read(field.key, value, tmp_path)
    assert read == getattr(Settings(), field.attribute), json.dumps(field.default)


def test_the_default_threshold_on_the_page_is_that_of_the_code(tmp_path):
    """The shares are shown without their criterion.

    REAL BUG THIS CATCHES: the page promises a pass at nine tenths and the scorecard asks for more.
    """
    (field,) = (field for field in FIELDS if field.key == "thresholds")
    shares = tomllib.loads(f"bugs = {{ {field.default} }}")
    assert field.kind.read(field.key, shares, tmp_path) == Settings().thresholds
    assert Settings().thresholds[8] == Threshold(
        **dict(zip(("passing", "warning"), shares["bugs"].values(), strict=True))
    )
