import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def run(*arguments, **options):
    options.setdefault("cwd", ROOT)
    return subprocess.run([sys.executable, *arguments], capture_output=True, text=True, check=False, **options)


def test_module():
    assert run("-m", "tool", "a", "b").stdout == "say: a b\n"


def test_no_arguments():
    assert run("-m", "tool").returncode == 2


def test_script():
    assert run("script.py", "4").stdout == "9\n"


def test_code():
    assert run("-c", "from tool.core import thrice; print(thrice(2))").stdout == "6\n"


def test_other_directory(tmp_path):
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    code = "from tool.core import alone; print(alone(2))"
    assert run("-c", code, cwd=tmp_path, env=environment).stdout == "9\n"


def test_no_environment():
    code = "from tool.core import bare; print(bare(9))"
    assert run("-c", code, env={}).stdout == "5\n"


def test_shell():
    command = f"'{sys.executable}' script.py 5"
    assert subprocess.run(command, shell=True, cwd=ROOT, capture_output=True, check=True).stdout == b"11\n"


@pytest.mark.parametrize("text", ["1", "2"])
def test_only_status(text):
    assert run("script.py", text).returncode == 0
