"""`earnest doctor`: what is wrong with this environment."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import click

from ..config import load
from ..errors import EarnestError
from ..model import ExitCode
from ..project import discover, find_root
from .conditions import Condition, Standing, conditions
from .consoles import json_option, standard_output, write_json

__all__ = ["command"]

_PATHS_SHOWN = 3
_MARKS = {Standing.GOOD: ("ok", "green"), Standing.LESS: ("less", "yellow"), Standing.MISSING: ("no", "bold red")}


@click.command("doctor")
@click.argument("path", default=".", metavar="[PATH]")
@json_option
def command(path: str, json_target: str | None) -> ExitCode:
    """Say what Earnest finds here: Python, pytest, the system, the plugins, and the project at PATH.

    Exit codes: 0 everything needed is there, 2 something is missing.
    """
    found = [*conditions(), *_project(path)]
    if json_target:
        entries = [{"name": c.name, "standing": c.standing.value, "text": c.text, "cure": c.cure} for c in found]
        write_json(json_target, json.dumps(entries, indent=1) + "\n")
    if json_target != "-":
        _show(found)
    missing = any(condition.standing is Standing.MISSING for condition in found)
    return ExitCode.USAGE if missing else ExitCode.HOLDS


def _project(path: str) -> Iterator[Condition]:
    try:
        root = find_root(Path(path))
        project = discover(root, load(root))
    except EarnestError as error:
        yield Condition("project", Standing.MISSING, error.message, error.cure)
        return
    files = f"{len(project.sources)} source file{'' if len(project.sources) == 1 else 's'}"
    yield Condition("project", Standing.GOOD, f"{project.name}: {files}; tests: {_tests(project.test_paths)}")


def _tests(paths: tuple[str, ...]) -> str:
    if not paths:
        return "as pytest's own configuration says"
    more = f" and {len(paths) - _PATHS_SHOWN} more" if len(paths) > _PATHS_SHOWN else ""
    return f"{', '.join(paths[:_PATHS_SHOWN])}{more}"


def _show(found: list[Condition]) -> None:
    from rich.text import Text

    console = standard_output()
    for condition in found:
        mark, style = _MARKS[condition.standing]
        console.print(
            Text.assemble((f"{mark:<5}", style), (f"{condition.name:<10}", "bold"), condition.text), soft_wrap=True
        )
        if condition.cure:
            console.print(Text(f"{'':<15}{condition.cure}"), soft_wrap=True)
