"""`earnest show`: one change of the last run."""

from __future__ import annotations

import dataclasses
import difflib
import json
from pathlib import Path

import click

from ..errors import UsageError
from ..evidence import Store
from ..model import ExitCode
from ..project import find_root
from ..report.json import read_records
from ..report.record import Record
from ..report.terminal import render_change
from .consoles import json_option, standard_output, write_json

__all__ = ["command"]


@click.command("show")
@click.argument("change", metavar="ID")
@click.argument("path", default=".", metavar="[PATH]")
@json_option
def command(change: str, path: str, json_target: str | None) -> ExitCode:
    """Show one change of the last run: its diff, its verdict, the tests that ran it.

    ID is what the report shows beside the change, or the beginning of it; or a place, `path:line`, for all changes
    there. PATH
    is the project.
    """
    found = _find(change, _last_run(path))
    if json_target:
        write_json(json_target, json.dumps([dataclasses.asdict(record) for record in found], indent=1) + "\n")
    if json_target != "-":
        for record in found:
            render_change(record, standard_output())
    return ExitCode.HOLDS


def _last_run(path: str) -> tuple[Record, ...]:
    root = find_root(Path(path))
    store = Store.find(root)
    document = None
    if store is not None:
        with store:
            document = store.last_run()
    if document is None:
        raise UsageError(f"No run of {root} is remembered.", cure="Run `earnest check` first.")
    return read_records(document)


def _find(wanted: str, records: tuple[Record, ...]) -> list[Record]:
    if ":" in wanted:
        found = [record for record in records if record.place == wanted]
        near = difflib.get_close_matches(wanted, {record.place for record in records}, n=3)
    else:
        found = [record for record in records if record.id.startswith(wanted.lower())]
        near = difflib.get_close_matches(wanted.lower(), [record.id for record in records], n=3, cutoff=0.4)
        if len(found) > 1:
            some = ", ".join(record.id for record in found[:5])
            raise UsageError(f"{len(found)} changes begin with {wanted!r}: {some}.", cure="Give more digits.")
    if not found:
        cure = f"Did you mean: {', '.join(near)}?" if near else "The report and --json show the ids."
        raise UsageError(f"The last run has no change {wanted!r}.", cure=cure)
    return found
