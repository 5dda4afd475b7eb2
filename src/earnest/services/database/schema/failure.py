"""Shows what goes wrong in the user's schema as the user's, with its place."""

from __future__ import annotations

import contextlib
import traceback
from collections.abc import Iterator

from ....errors import EarnestError, SchemaError

__all__ = ["schema_error", "shown_as_the_users"]

_MISSING = {
    "is not available": "this server lacks the extension: install it there, or name another with TEST_DATABASE_URL",
    "no such module": "this build of SQLite lacks the extension: use a Python whose SQLite has it",
}
"""What an engine says where an extension is missing -> the way out."""


def schema_error(name: str, why: str) -> SchemaError:
    """The error for a schema that cannot be built, with the way out where an extension is missing."""
    why += "".join(f"; {way_out}" for said, way_out in _MISSING.items() if said in why)
    return SchemaError(
        f"The schema {name!r} could not be built: {why}.", cure="No test that needs the database can run before."
    )


@contextlib.contextmanager
def shown_as_the_users(name: str) -> Iterator[None]:
    """Turns an exception of the user's code into a SchemaError that says where it was raised."""
    try:
        yield
    except EarnestError:
        raise
    except (Exception, SystemExit) as error:  # a user's code may raise anything
        raise schema_error(name, f"{type(error).__name__}: {_first_line(error)}{_place(error)}") from error


def _first_line(error: BaseException) -> str:
    """Its message, as far as it fits into a sentence."""
    return (str(error).strip().splitlines() or [""])[0].rstrip(".")


def _place(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    theirs = [
        frame
        for frame in frames
        if "-packages" not in frame.filename
        and not frame.filename.startswith("<")
        and __package__ not in _dotted(frame.filename)
    ]
    own = [frame for frame in theirs if "/lib/python" not in frame.filename]
    return f" ({own[-1].filename}:{own[-1].lineno})" if own else ""


def _dotted(filename: str) -> str:
    return filename.replace("/", ".").replace("\\", ".")
