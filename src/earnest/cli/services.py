"""`earnest services`: what runs, start, stop, clean."""

from __future__ import annotations

import json
from pathlib import Path

import click

from ..errors import UsageError
from ..model import ExitCode
from .consoles import json_option, standard_output, write_json

__all__ = ["command"]


@click.command("services")
@click.argument("action", type=click.Choice(["status", "start", "stop", "clean"]), default="status", metavar="[ACTION]")
@click.argument("path", default=".", metavar="[PATH]")
@click.option("--all", "everything", is_flag=True, help="stop, clean: every server of this user.")
@json_option
def command(action: str, path: str, everything: bool, json_target: str | None) -> ExitCode:
    """Show and control the database servers that Earnest starts for tests.

    Tests start what they need, and what nobody needs ends by itself: this is for looking, for keeping a server warm, and
    for starting afresh. ACTION is `status` (all servers of this user; the default), `start` (the server of the project at
    PATH, kept until it is stopped), `stop` (also under tests that run), or `clean` (stop it and remove its data).

    Exit codes: 0 done, 2 misuse, 4 there is no server to be had.
    """
    if action != "status" and json_target:
        raise UsageError("--json goes with `earnest services status`.")
    if action == "status":
        _show(json_target)
        return ExitCode.HOLDS
    from ..services.postgres import inventory

    if action == "start":
        told = inventory.hold(Path(path))
    elif action == "stop":
        told = inventory.end(Path(path), everything=everything)
    else:
        told = inventory.remove(Path(path), everything=everything)
    standard_output().print(told, soft_wrap=True, highlight=False, markup=False)
    return ExitCode.HOLDS


def _show(json_target: str | None) -> None:
    from ..services.postgres.inventory import servers

    found = list(servers())
    if json_target:
        write_json(json_target, json.dumps([server.facts() for server in found], indent=1) + "\n")
    if json_target != "-":
        lines = [server.line() for server in found] or ["No server of Earnest's has run here."]
        standard_output().print("\n".join(lines), soft_wrap=True, highlight=False, markup=False)
