"""The line that says which server the tests use: there when it helps, and nowhere else."""

from __future__ import annotations

import re

import pytest

pytestmark = pytest.mark.slow

LINE = re.compile(r"^database: PostgreSQL \d+\.\d+, started here, from .+$", re.MULTILINE)
TESTS = """
def test_of_the_database(database_url):
    assert database_url

def test_of_something_else():
    assert True
"""


@pytest.fixture
def told(tmp_path, run_pytest):
    """A function: what pytest prints for two tests, one of them on the database."""
    (tmp_path / "pyproject.toml").touch()
    (tmp_path / "test_it.py").write_text(TESTS)

    def run(*arguments, plugins=(), **variables):
        return run_pytest(tmp_path, *arguments, plugins=plugins, **variables).stdout

    return run


def test_the_terminal_says_which_server_the_tests_use(told):
    """
    REAL BUG THIS CATCHES: nobody can tell whether the tests ran on the installed PostgreSQL or on another one, and a bug
    of one version is looked for in the other.
    """
    output = told()
    assert "2 passed" in output
    assert output.index("collected 2 items") < LINE.search(output).start() < output.index("test_it.py ..")


def test_the_terminal_says_it_once_for_all_workers(told):
    """
    REAL BUG THIS CATCHES: under pytest-xdist the line is missing, since only the workers know what the tests want; or each
    worker says it.
    """
    output = told("-n", "2", plugins=("xdist.plugin",))
    assert "2 passed" in output
    assert len(LINE.findall(output)) == 1


@pytest.mark.parametrize(
    "arguments", [["-k", "something_else"], ["--collect-only"], ["--setup-plan"], ["-q"]], ids=" ".join
)
def test_no_server_is_named_where_no_test_will_use_it(told, arguments):
    """
    REAL BUG THIS CATCHES: `pytest --collect-only`, or the one test that an editor runs, waits for a server that it never
    asks; a quiet run is no longer quiet.
    """
    output = told(*arguments)
    assert re.search(r"[12] passed|2 tests collected|no tests ran", output)
    assert "database:" not in output


def test_a_server_that_cannot_be_reached_is_told_by_the_test_alone(told):
    """
    REAL BUG THIS CATCHES: the error for the line in the terminal ends the whole run, and the other tests with it.
    """
    output = told(TEST_DATABASE_URL="postgresql://u:p@127.0.0.1:1/x")
    assert "1 passed, 1 error" in output
    assert "database:" not in output
