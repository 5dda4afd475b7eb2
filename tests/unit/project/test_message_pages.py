"""docs/reference/messages explains every error that a user can meet."""

import re
from pathlib import Path

import pytest

from earnest import errors
from earnest.config import load
from earnest.errors import ConfigurationError, EarnestError, ProjectError, UsageError
from earnest.model import SourceFile
from earnest.project import changed_lines, parse

PAGES = Path(__file__).parents[3] / "docs" / "reference" / "messages"
KINDS = [kind for name in errors.__all__ if issubclass(kind := getattr(errors, name), EarnestError)]


def example(slug):
    """The output that the page shows."""
    shown = re.search(
        r"```text\nearnest: error: (.*?)\n```", (PAGES / f"{slug}.md").read_text(encoding="utf-8"), re.DOTALL
    )
    assert shown, slug
    return shown[1]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.slug)
def test_each_kind_of_error_has_a_page_with_its_exit_code_and_its_cure(kind):
    """The slug is the page's name.

    REAL BUG THIS CATCHES: a new kind of error whose slug leads nowhere, or a page that promises another exit code.
    """
    page = (PAGES / f"{kind.slug}.md").read_text(encoding="utf-8")
    assert page.startswith(f"# {kind.slug}\n\nExit code: {kind.exit_code}\n\n")
    assert page.split("## What to do")[1].strip()


def test_each_page_belongs_to_a_kind_of_error():
    """No page outlives its error.

    REAL BUG THIS CATCHES: a renamed slug leaves its old page behind.
    """
    assert {page.stem for page in PAGES.glob("*.md")} == {kind.slug for kind in KINDS}


def test_no_two_kinds_share_a_slug():
    """A page explains one kind.

    REAL BUG THIS CATCHES: a new error inherits its parent's slug, and its page says something else.
    """
    slugs = [kind.slug for kind in KINDS]
    assert sorted(slugs) == sorted(set(slugs))


def test_the_example_of_a_configuration_error_is_what_is_printed(tmp_path):
    """The page shows a real message.

    REAL BUG THIS CATCHES: the page shows a message that no version ever printed.
    """
    lines = ["source = []", 'jobs = "two"', "[tool.earnest.environment]", "PORT = 5432"]
    (tmp_path / "pyproject.toml").write_text("\n" * 39 + "[tool.earnest]\n" + "\n".join(lines))
    with pytest.raises(ConfigurationError) as caught:
        load(tmp_path)
    assert str(caught.value) == example("configuration")


def test_the_example_of_a_project_error_is_what_is_printed():
    """The page shows a real message.

    REAL BUG THIS CATCHES: the page shows a message that no version ever printed.
    """
    with pytest.raises(ProjectError) as caught:
        parse(SourceFile("src/shop/cart.py", "shop.cart", "\n" * 11 + "def total(:\n", ""))
    assert str(caught.value) == example("project")


def test_the_example_of_a_usage_error_is_what_is_printed(tmp_path):
    """The page shows a real message, but for the path.

    REAL BUG THIS CATCHES: the page shows a message that no version ever printed.
    """
    import subprocess

    subprocess.run(["git", "init", "--quiet"], cwd=tmp_path, check=True)
    with pytest.raises(UsageError) as caught:
        changed_lines(tmp_path, "mian")
    assert str(caught.value).replace(str(tmp_path), "/srv/shop") == example("usage")
