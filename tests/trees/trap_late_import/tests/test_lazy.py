import importlib
import importlib.util
import runpy
import sys
from pathlib import Path

from lazy import on_demand, reloaded, thrown

HERE = Path(__file__).parent.parent / "lazy"


def test_inside():
    from lazy.inside import double, unused_by_asserts

    unused_by_asserts(1)
    assert double(2) == 4


def test_import_module():
    assert importlib.import_module("lazy.inside").double(3) == 6


def test_reload():
    assert importlib.reload(reloaded).below(3)
    assert not reloaded.below(4)


def test_thrown():
    assert thrown.half(5) == 2
    del sys.modules["lazy.thrown"]
    again = importlib.import_module("lazy.thrown")
    assert again.half(7) == 3


def test_by_path():
    spec = importlib.util.spec_from_file_location("other_name", HERE / "by_path.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert module.third(9) == 3


def test_run_path():
    assert runpy.run_path(str(HERE / "program.py"))["RESULT"] == 42


def test_run_module():
    assert runpy.run_module("lazy.program")["ANSWER"] == 43


def test_on_demand():
    assert on_demand.quarter(8) == 2
