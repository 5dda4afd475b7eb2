import subprocess
import sys
from pathlib import Path

SCRIPT = str(Path(__file__).parent / "apart.py")


def run(flag, name):
    return subprocess.run([sys.executable, flag, SCRIPT, name, "5"], capture_output=True, text=True, check=True).stdout


def test_isolated():
    assert run("-I", "isolated") == "6\n"


def test_no_environment():
    assert run("-E", "no_environment") == "15\n"
