"""Starting with what a deployment forgot."""

import subprocess
import sys

import pytest

pytestmark = pytest.mark.e2e


@pytest.mark.parametrize(
    ("forgotten", "words"),
    [
        pytest.param({"DATABASE_URL": None}, "database_url", id="no database"),
        pytest.param({"ENVIRONMENT": "production", "SECRET_KEY": None}, "a SECRET_KEY of its own", id="no key"),
    ],
)
def test_a_server_with_wrong_settings_does_not_start(server_environment, forgotten, words):
    """It says what is missing and ends with an error, so that the old version stays in service.

    REAL BUG THIS CATCHES: settings are read at the first request: a broken deployment looks healthy until users come.
    """
    environment = {name: value for name, value in {**server_environment, **forgotten}.items() if value is not None}

    ended = subprocess.run(
        [sys.executable, "-m", "uvicorn", "neodyme.main:app", "--port", "0"],
        env=environment, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip

    assert ended.returncode != 0
    assert words in ended.stderr


def test_importing_the_application_needs_nothing(server_environment):
    """No settings, no database.

    REAL BUG THIS CATCHES: a connection or a setting at import time: tools that only read the API cannot load the module.
    """
    bare = {"PYTHONPATH": server_environment["PYTHONPATH"], "PATH": server_environment["PATH"]}

    ended = subprocess.run(
        [sys.executable, "-c", "import neodyme.main; print(len(neodyme.main.app.openapi()['paths']))"],
        env=bare, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip

    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "6\n", "")
