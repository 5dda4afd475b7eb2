"""The real pytest on real trees, in a cache of the tests' own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SOURCES = Path(__file__).parents[2] / "src"
TREES = Path(__file__).parents[1] / "trees"
DROPPED = {"TEST_DATABASE_URL", "PYTEST_ADDOPTS", "PYTEST_XDIST_WORKER", "PYTEST_XDIST_TESTRUNUID", "DATABASE_URL"}


@pytest.fixture(scope="session")
def cache(tmp_path_factory):
    """One cache for the whole session: initdb runs once. Its servers' data may be in memory: none of it stays."""
    cache = tmp_path_factory.mktemp("cache")
    yield cache
    clean = [sys.executable, "-m", "earnest", "services", "clean", "--all"]
    subprocess.run(clean, env=os.environ | {"XDG_CACHE_HOME": str(cache)}, capture_output=True, check=True)


@pytest.fixture
def environment(cache):
    """For commands: nobody's database, nobody's cache."""
    kept = {name: value for name, value in os.environ.items() if name not in DROPPED}
    return kept | {"PYTHONPATH": str(SOURCES), "XDG_CACHE_HOME": str(cache), "PYTHONDONTWRITEBYTECODE": "1"}


@pytest.fixture
def private(cache, monkeypatch):
    """The same cache for code that runs in this process."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache))
    for name in DROPPED:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def copied(tmp_path):
    """A function: a fresh copy of a tree."""

    def copy(name):
        ignored = shutil.ignore_patterns("__pycache__", ".earnest", ".pytest_cache")
        return Path(shutil.copytree(TREES / name, tmp_path / name, ignore=ignored))

    return copy


@pytest.fixture
def run_pytest(environment):
    """A function: plain pytest in a directory, with Earnest's plugin and pytest-asyncio and no other."""

    def run(directory, *arguments, plugins=("pytest_asyncio.plugin",), **variables):
        loaded = [f"-p{plugin}" for plugin in ("earnest.pytest_plugin", *plugins)]
        return subprocess.run(
            [sys.executable, "-m", "pytest", *loaded, "-p", "no:cacheprovider", *arguments],
            cwd=directory,
            env=environment | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"} | variables,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=240,
            check=False,
        )

    return run
