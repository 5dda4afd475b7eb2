"""`earnest review`: what the text of the tests shows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from ..config import load
from ..errors import UsageError
from ..model import ExitCode, Severity
from ..project import find_root
from .consoles import standard_output

__all__ = ["command"]


@click.command("review")
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option("--select", multiple=True, metavar="CODES", help="Only these rules: codes, prefixes or names.")
@click.option("--ignore", multiple=True, metavar="CODES", help="Not these rules.")
@click.option("--preview", is_flag=True, help="Rules that have not proved themselves yet, too.")
@click.option("--output-format", default="text", type=click.Choice(["text", "json"]), help="How findings are shown.")
def command(paths: tuple[str, ...], output_format: str, **wishes: Any) -> ExitCode:
    """Review the tests at PATH (default: the project here) without running them."""
    from ..report import findings as shown
    from ..review import Selection, review

    places = [Path(path) for path in paths or (".",)]
    for place in places:
        if not place.exists():
            raise UsageError(f"The path {str(place)!r} does not exist.")
    root = find_root(places[0])
    settings = load(root)
    selection = Selection(select=_split(wishes["select"]), ignore=_split(wishes["ignore"]), preview=wishes["preview"])
    relative = [place.resolve().relative_to(root).as_posix() for place in places]
    whole = relative in ([], ["."])
    found = review(
        root, settings, selection.rules(), None if whole else [one if one != "." else "" for one in relative]
    )
    standard_output().print(shown.render(found, output_format), markup=False, soft_wrap=True, end="")
    bad = any(finding.severity in (Severity.ERROR, Severity.WARNING) for finding in found.findings)
    return ExitCode.FALLS_SHORT if bad or found.broken else ExitCode.HOLDS


def _split(values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(part.strip() for value in values for part in value.split(",") if part.strip())
