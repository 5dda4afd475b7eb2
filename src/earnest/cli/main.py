"""The command `earnest`, and the only place that ends the process."""

from __future__ import annotations

import contextlib
import io
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

import click

from .. import __version__
from ..errors import EarnestError, EngineError
from .lazy import LazyGroup

__all__ = ["main"]

# The numbers of model.ExitCode. Importing the model takes longer than all of `earnest --version`.
_USAGE, _INTERNAL, _INTERRUPTED = 2, 70, 130


@click.group(
    cls=LazyGroup,
    modules=("check", "review", "prove", "show", "explain", "services", "doctor"),
    context_settings={"help_option_names": ["-h", "--help"]},
    invoke_without_command=True,
)
@click.version_option(__version__, message="%(prog)s %(version)s")
@click.pass_context
def group(context: click.Context) -> int | None:
    """pytest, in earnest: changes the code under test and looks whether a test notices."""
    if context.invoked_subcommand is not None:
        return None
    click.echo(context.get_help())
    return _USAGE


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Runs the command line and exits with the code that its outcome stands for."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # Names and sources of the project may hold what the terminal's encoding does not know.
            stream.reconfigure(errors="backslashreplace")
    sys.exit(_run(arguments))


def _run(arguments: Sequence[str] | None) -> int:
    try:
        return int(group.main(arguments, prog_name="earnest", standalone_mode=False) or 0)
    except (KeyboardInterrupt, click.Abort):
        _say("earnest: interrupted")
        return _INTERRUPTED
    except click.ClickException as error:
        _say(f"earnest: error: {error.format_message()}{_see_help(error)}")
        return _USAGE
    except EngineError as error:
        return _crash(error)
    except EarnestError as error:
        _say(f"earnest: error: {error}")
        return error.exit_code
    except BrokenPipeError:
        _leave_pipe()
        return _USAGE
    except Exception as error:  # noqa: BLE001 - whatever is left is our bug, and it is reported as such
        return _crash(error)


def _crash(error: Exception) -> int:
    from .crash import report

    _say(report(error))
    return _INTERNAL


def _see_help(error: click.ClickException) -> str:
    context = error.ctx if isinstance(error, click.UsageError) else None
    return f" See `{context.command_path} --help`." if context else ""


def _say(text: str) -> None:
    with contextlib.suppress(OSError):
        click.echo(text, err=True)


def _leave_pipe() -> None:
    """The reader has gone: what the interpreter flushes at its end must not fail a second time."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
