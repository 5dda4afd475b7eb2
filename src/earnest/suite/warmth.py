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
    _scan_modules_for_freezegun(session.config.rootpath)


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


def _scan_modules_for_freezegun(root: Path) -> None:
    """freezegun reads every attribute of every module at its first start (40 ms) and looks for new ones at each (2.5 ms).

    Modules that are not the project's own do not get new clocks while tests run: what the first start found, stays.
    """
    api: Any = sys.modules.get("freezegun.api")
    original = getattr(api, "_get_cached_module_attributes", None)
    cache = getattr(api, "_GLOBAL_MODULES_CACHE", None)
    if original is None or cache is None:
        return
    with api.freeze_time("2000-01-01"):
        pass
    found = {
        id(module): cache[module.__name__][1]
        for module in list(sys.modules.values())
        if getattr(module, "__name__", None) in cache and not _is_own(module, root)
    }

    def cached_module_attributes(module: ModuleType) -> Any:
        attributes = found.get(id(module))
        return original(module) if attributes is None else attributes

    api._get_cached_module_attributes = cached_module_attributes


def _is_own(module: ModuleType, root: Path) -> bool:
    file: str = getattr(module, "__file__", None) or ""
    return "-packages" not in file and Path(file).is_relative_to(root)
