"""Lazy."""

import importlib

_PARTS = {"weigh": "scales"}


def __getattr__(name):
    if name == "wrap":
        from .paper import wrap

        return wrap
    if name in _PARTS:
        return getattr(importlib.import_module(f"{__name__}.{_PARTS[name]}"), name)
    raise AttributeError(name)
