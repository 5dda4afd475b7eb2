"""Bridges versions of libraries."""

import json


def encode(value):
    return repr(value)


for _name in ("dumps",):
    if hasattr(json, _name):
        globals()["encode"] = getattr(json, _name)


def exported(value):
    return "v1:" + encode(value)
