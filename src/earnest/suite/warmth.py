"""Does once, before the forks, what every fork would do again for itself. Runs no test and no code of the project."""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

__all__ = ["warm"]


def warm(session: pytest.Session) -> None:
    """Fills caches of pytest and of libraries that are loaded; leaves their behaviour as it is."""
    _remember_test_modules(session)
    _scan_modules_for_freezegun()


def _remember_test_modules(session: pytest.Session) -> None:
    """The set-up of a package asks the file system again for a module that has been imported long since."""
    import _pytest.python

    original = _pytest.python.importtestmodule
    packages = {node for item in session.items for node in item.listchain() if isinstance(node, pytest.Package)}
    known: dict[Path, ModuleType] = {}
    for package in packages:
        path = package.path / "__init__.py"
        with contextlib.suppress(BaseException):
            known[path] = original(path, session.config)

    def importtestmodule(path: Path, config: pytest.Config) -> ModuleType:
        module = known.get(path)
        if module is not None and sys.modules.get(module.__name__) is module:
            return module
        imported: ModuleType = original(path, config)
        return imported

    _pytest.python.importtestmodule = importtestmodule


def _scan_modules_for_freezegun() -> None:
    """freezegun's first start reads every attribute of every module (40 ms), later ones only look for new modules."""
    freezegun: Any = sys.modules.get("freezegun")
    if freezegun is not None:
        with freezegun.freeze_time("2000-01-01"):
            pass
