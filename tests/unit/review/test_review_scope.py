"""Which files are reviewed, with which rules."""

import pytest

from earnest.config import load
from earnest.errors import ConfigurationError, UsageError
from earnest.review import Selection, review, rules


def project(root, configuration="", files=("tests/test_a.py",)):
    """A project whose test files sleep."""
    (root / "pyproject.toml").write_text(configuration)
    for path in files:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text("import time\n\n\ndef test_a(x):\n    time.sleep(1)\n    assert x\n")
    return root


def reviewed(root, paths=None):
    """The files that are read."""
    return list(review(root, load(root), (), paths).files)


FILES = ("tests/test_a.py", "tests/trees/test_b.py", "tests/unit/deep/test_c.py", "build/test_d.py", "src/app/mail.py")


def test_directories_that_pytest_passes_over_are_reviewed_only_when_named(tmp_path):
    """
    REAL BUG THIS CATCHES: examples of bad tests, which are a suite's own data, are reviewed as its tests.
    """
    root = project(tmp_path, '[tool.pytest.ini_options]\nnorecursedirs = ["trees", "unit/deep"]\n', FILES)
    assert reviewed(root) == ["tests/test_a.py"]
    assert reviewed(root, ["tests/trees"]) == ["tests/trees/test_b.py"]
    assert reviewed(root, ["tests/unit/deep"]) == ["tests/unit/deep/test_c.py"]
    assert reviewed(root, ["tests/trees/test_b.py", "src/app/mail.py"]) == ["src/app/mail.py", "tests/trees/test_b.py"]


def test_excluded_files_are_not_reviewed_even_when_named(tmp_path):
    """A commit hook names every file that changed.

    REAL BUG THIS CATCHES: generated tests are excluded, and the hook complains about them all the same.
    """
    root = project(tmp_path, '[tool.earnest]\nexclude = ["tests/trees"]\n', FILES)
    assert reviewed(root, ["tests/trees/test_b.py"]) == []
    assert reviewed(root) == ["tests/test_a.py", "tests/unit/deep/test_c.py"]


def test_a_file_in_a_hidden_directory_is_reviewed_when_named(tmp_path):
    """
    REAL BUG THIS CATCHES: `earnest review .ci/test_release.py` says that there is nothing to find.
    """
    root = project(tmp_path, "", (".ci/test_release.py", "tests/test_a.py"))
    assert reviewed(root, [".ci/test_release.py"]) == [".ci/test_release.py"]
    assert reviewed(root) == ["tests/test_a.py"]


def test_links_that_lead_in_a_circle_end(tmp_path):
    """
    REAL BUG THIS CATCHES: a link to the directory above is followed for ever.
    """
    root = project(tmp_path)
    (root / "tests" / "again").symlink_to(root, target_is_directory=True)
    (root / "tests" / "test_self.py").symlink_to("test_self.py")
    assert reviewed(root) == ["tests/test_a.py"]


def test_rules_are_off_in_the_files_that_the_settings_name(tmp_path):
    """
    REAL BUG THIS CATCHES: the glob is compared with the whole path only, or switches the rule off everywhere.
    """
    table = '[tool.earnest.review]\nper-file-ignores = { "tests/unit/**" = ["sleep"] }\n'
    root = project(tmp_path, table, FILES[:3])
    found = review(root, load(root), Selection(select=("ET401",)).rules())
    assert [one.location.file for one in found.findings] == ["tests/test_a.py", "tests/trees/test_b.py"]


def test_the_command_line_lies_over_the_settings(tmp_path):
    """Who selects on the command line wants exactly that; who ignores takes away from what is on.

    REAL BUG THIS CATCHES: `--select ET401` shows nothing, since the settings ignore that rule.
    """
    table = '[tool.earnest.review]\nignore = ["ET401"]\nextend-select = ["ET002"]\n'
    settings = Selection.of(load(project(tmp_path, table)).review)
    assert [rule.code for rule in settings.under(Selection(select=("sleep",))).rules()] == ["ET401"]
    assert not {"ET401", "ET001"} & {rule.code for rule in settings.under(Selection(ignore=("ET001",))).rules()}
    assert {rule.code for rule in Selection(select=("ALL",), preview=True).all_rules()} == {
        rule.code for rule in rules()
    }


@pytest.mark.parametrize("key", ['select = ["ET999"]', 'per-file-ignores = { "tests/*" = ["sleeep"] }'])
def test_a_rule_that_does_not_exist_is_a_mistake_in_the_settings(key, tmp_path):
    """
    REAL BUG THIS CATCHES: a misspelt code in pyproject.toml switches nothing off, and nobody is told.
    """
    settings = load(project(tmp_path, f"[tool.earnest.review]\n{key}\n")).review
    with pytest.raises(ConfigurationError, match="There is no rule"):
        Selection.of(settings)


def test_an_unknown_code_names_the_nearest_rule(tmp_path):
    """
    REAL BUG THIS CATCHES: "no rule 'slep'" leaves the reader to search the list.
    """
    with pytest.raises(UsageError, match="sleep"):
        Selection(select=("slep",)).rules()


def test_another_project_below_this_one_has_a_review_of_its_own(tmp_path):
    """
    REAL BUG THIS CATCHES: the tests of an example are held to the configuration of the project that ships it, and every
    marker that the example registers is called unknown.
    """
    files = (
        "tests/test_a.py",
        "src/app/__init__.py",
        "examples/shop/tests/test_b.py",
        "examples/shop/shop/__init__.py",
    )
    root = project(tmp_path, '[project]\nname = "app"\nversion = "1"\n', files)
    (root / "examples/shop/pyproject.toml").write_text('[project]\nname = "shop"\nversion = "1"\n')
    assert reviewed(root) == ["tests/test_a.py"]
    assert reviewed(root, ["examples/shop/tests"]) == ["examples/shop/tests/test_b.py"]
