"""Sees test doubles being put in place, while the baseline runs."""

from __future__ import annotations

import sys
import types
from collections.abc import Callable
from typing import Any
from unittest import mock

import pytest

__all__ = ["DoubleRecorder"]

Seen = tuple[str, str, str, str, str]
"""target, origin, origin_file, technique, replacement: the first fields of `model.Double` behind the test."""


class DoubleRecorder:
    """Wraps `mock.patch`, `mock.patch.dict` and `monkeypatch.setattr` in this process, which is a fork that ends soon."""

    def __init__(self, key: Callable[[str], str | None]) -> None:
        """`key` maps a filename to the project-relative path of first-party code, or None."""
        self._key = key
        self._seen: dict[Seen, list[Any]] = {}
        """With the objects that were put there; they are looked at when the test has ended."""

    def start(self) -> None:
        """Begins to watch."""
        self._watch_patch()
        self._watch_monkeypatch()

    def take(self) -> list[tuple[str | bool | None, ...]]:
        """What was seen since the last call: the fields of `model.Double` behind the test."""
        seen, self._seen = self._seen, {}
        return [(*fields, _touched(put)) for fields, put in seen.items()]

    def _watch_patch(self) -> None:
        patcher: Any = mock._patch  # the only class behind patch, patch.object and patch.multiple
        original = patcher.__enter__
        note = self._note

        def enter(self: Any) -> Any:
            result = original(self)
            note(
                self.target,
                self.attribute,
                self.temp_original,
                getattr(self.target, self.attribute, None),
                "mock.patch",
            )
            return result

        patcher.__enter__ = enter

    def _watch_monkeypatch(self) -> None:
        original = pytest.MonkeyPatch.setattr
        note = self._note

        def setattr_(self: pytest.MonkeyPatch, *arguments: Any, **keywords: Any) -> None:
            before = len(self._setattr)
            original(self, *arguments, **keywords)
            for target, attribute, old in self._setattr[before:]:
                note(target, attribute, old, getattr(target, attribute, None), "monkeypatch")

        pytest.MonkeyPatch.setattr = setattr_  # type: ignore[method-assign] # this process ends with the baseline

    def _note(self, target: Any, attribute: str, old: Any, new: Any, technique: str) -> None:
        if not _is_double(old, new):
            return
        origin = _origin(old)
        file = getattr(sys.modules.get(origin), "__file__", None) or ""
        place = f"{_name_of(target)}.{attribute}"
        fields = (place, origin, (file and self._key(file)) or "", technique, type(new).__name__)
        self._seen.setdefault(fields, []).append(new)


def _is_double(old: Any, new: Any) -> bool:
    """A stand-in for behaviour: a mock, or a callable, class or module in the place of one. Settings are not doubles."""
    if isinstance(new, mock.NonCallableMock):
        return True
    return isinstance(old, types.ModuleType) or (callable(old) and callable(new))


def _touched(put: list[Any]) -> bool | None:
    """Whether one of these objects was used; None where it cannot be told of all of them."""
    answers = {_one_touched(new) for new in put}
    return True if True in answers else None if None in answers else False


def _one_touched(new: Any) -> bool | None:
    """Mocks keep what was called. One without a specification also keeps what it was asked for: it made it then."""
    if not isinstance(new, mock.NonCallableMock):
        new = getattr(new, "mock", None)  # the function that autospec puts in the place of a function
    if not isinstance(new, mock.NonCallableMock):
        return None
    try:
        if new.mock_calls or getattr(new, "called", False):
            return True
        if new.__dict__.get("_spec_class") is not None or new.__dict__.get("_mock_methods") is not None:
            return None if new.__dict__.get("_mock_children") else False
        return bool(new.__dict__.get("_mock_children"))
    except Exception:  # noqa: BLE001 - a subclass of the user's may do anything here
        return None


def _origin(old: Any) -> str:
    """The module that defines the replaced object."""
    if isinstance(old, types.ModuleType):
        return old.__name__
    if isinstance(old, (classmethod, staticmethod)):
        old = old.__func__
    module = getattr(old, "__module__", None)
    return module if isinstance(module, str) else type(old).__module__


def _name_of(target: Any) -> str:
    if isinstance(target, types.ModuleType):
        return target.__name__
    if not isinstance(target, type):
        target = type(target)
    return f"{target.__module__}.{target.__qualname__}"
