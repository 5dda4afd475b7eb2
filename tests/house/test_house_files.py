"""What stands in the checkout: nothing of one machine's, and documents that are true."""

from __future__ import annotations

import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

# Directories that exist on one machine only. Put together here so that this file does not contain what it looks for.
PRIVATE = re.compile(r"(?<![\w.$}])/(?:" + "|".join(["home", "root", "Users", "work", "tmp"]) + r")/[\w.\-]+")
DOCUMENTS = ("README.md", "docs")
EXAMPLES = ("tests/trees/review_", "docs/reference/rules/ET405.md")
"""Trees for the reviewer, whose tests show such paths because it must find them, and the page of the rule that does."""


def documents(tracked):
    return [path for path in tracked if path.suffix == ".md" and path.parts[0] in DOCUMENTS]


def private_paths(text):
    return PRIVATE.findall(text)


def test_no_file_names_a_directory_of_one_machine(repository, tracked):
    """
    REAL BUG THIS CATCHES: a path of the author's laptop in a test or a script, which fails on every other machine.
    """
    found = [
        f"{path}: {hit}"
        for path in tracked
        if path.suffix not in {".png", ".gz", ".whl"} and not str(path).startswith(EXAMPLES)
        for hit in private_paths((repository / path).read_text(encoding="utf-8", errors="replace"))
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("text", "hits"),
    [
        ("open('/" + "home/ada/x')", 1),
        ("cd /" + "tmp/build", 1),
        ("https://example.org/" + "work/x and $TMP/" + "tmp/x", 0),
        ("a /" + "tmp alone", 0),
    ],
)
def test_the_search_for_private_paths_finds_them(text, hits):
    """
    REAL BUG THIS CATCHES: the check above is blind and lets every path through.
    """
    assert len(private_paths(text)) == hits


def test_links_between_documents_lead_somewhere(repository, tracked):
    """
    REAL BUG THIS CATCHES: a page is renamed and the README sends newcomers to a page that is gone.
    """
    broken = [
        f"{path}: {target}"
        for path in documents(tracked)
        for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", (repository / path).read_text())
        if "://" not in target and not (repository / path.parent / target).exists()
    ]
    assert not broken, "\n".join(broken)


def test_reference_pages_are_what_the_code_says(repository):
    """
    REAL BUG THIS CATCHES: an operator changes and its page still describes the old behaviour.
    """
    command = [sys.executable, repository / "docs" / "generate.py", "--check"]
    outcome = subprocess.run(command, capture_output=True, text=True, check=False)
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr


def test_make_targets_in_the_documents_exist(repository, tracked):
    """
    REAL BUG THIS CATCHES: the README tells a newcomer to run a target that the Makefile does not have.
    """
    targets = set(re.findall(r"^([a-z]+):", (repository / "Makefile").read_text(), re.MULTILINE))
    named = {
        target
        for path in documents(tracked)
        for target in re.findall(r"(?:^\$ |`)make ([a-z]+)", (repository / path).read_text(), re.MULTILINE)
    }
    assert named
    assert named <= targets


def commands(text):
    """The `earnest ...` command lines of a document: after a prompt, or in backticks."""
    return re.findall(r"(?:^\$ |`)(earnest(?: [^`\n|#]+)?)", text, re.MULTILINE)


def test_commands_in_the_documents_exist_with_their_options(repository, tracked):
    """
    REAL BUG THIS CATCHES: the documents show an option that was renamed, and the first thing a user sees is an error.
    """
    lines = {line.strip() for path in documents(tracked) for line in commands((repository / path).read_text())}
    assert lines
    wrong = [line for line in sorted(lines) if not command_exists(line)]
    assert not wrong, "\n".join(wrong)


@cache
def usage(*subcommand):
    """The help of `earnest` or of one subcommand; empty when there is none."""
    command = [sys.executable, "-m", "earnest", *subcommand, "--help"]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


def command_exists(line):
    """Whether the subcommand of this command line exists and its help names each option used."""
    words = line.split()[1:]
    subcommand = [word for word in words if re.fullmatch(r"[a-z]+", word)][:1]
    known = set(re.findall(r"--?[a-z][a-z\-]*", usage(*subcommand)))
    return bool(known) and {word.partition("=")[0] for word in words if re.match("--?[a-z]", word)} <= known


def test_the_check_of_commands_knows_good_from_bad():
    """
    REAL BUG THIS CATCHES: the check above accepts every command line, the misspelt ones too.
    """
    lines = [
        "earnest check --diff main",
        "earnest chekc",
        "earnest check --dif main",
        "earnest --version",
        "earnest review -",
    ]
    assert [command_exists(line) for line in lines] == [True, False, False, True, True]


def test_the_licence_is_the_whole_apache_licence(repository):
    """
    REAL BUG THIS CATCHES: a package that says Apache-2.0 and ships another text, or a part of it.
    """
    text = Path(repository / "LICENSE").read_text()
    assert "Apache License" in text
    assert "END OF TERMS AND CONDITIONS" in text
    assert 'license = "Apache-2.0"' in (repository / "pyproject.toml").read_text()
