"""`earnest review`: what the text of the tests shows."""

from __future__ import annotations

import gc
from collections.abc import Callable
from functools import reduce
from typing import Any

import click

from ..config import PROFILES
from ..model import ExitCode
from ..report.findings import FORMATS

__all__ = ["command"]

_OPTIONS: tuple[Callable[..., Any], ...] = (
    click.argument("paths", nargs=-1, metavar="[PATH]..."),
    click.option(
        "--select", multiple=True, metavar="RULES", help="Only these: codes, beginnings of codes, names, ALL."
    ),
    click.option("--extend-select", multiple=True, metavar="RULES", help="These besides."),
    click.option("--ignore", multiple=True, metavar="RULES", help="Not these."),
    click.option("--preview", is_flag=True, help="Rules that have not proved themselves yet, too."),
    click.option("--profile", type=click.Choice(PROFILES), help="What counts as good practice (default: strict)."),
    click.option("--fix", is_flag=True, help="Mend what can be mended without changing what a test means."),
    click.option("--unsafe-fixes", is_flag=True, help="With other fixes too. Look at the result."),
    click.option("--diff", is_flag=True, help="Show what --fix would change, and change nothing."),
    click.option(
        "--verify-fixes", is_flag=True, help="Run the tests of mended files before and after; undo if they differ."
    ),
    click.option("--output-format", default="text", type=click.Choice(FORMATS), help="How findings are shown."),
    click.option("--statistics", is_flag=True, help="Show only how many findings each rule has."),
    click.option(
        "--json", "json_target", metavar="FILE", help="Write the findings as JSON to FILE, too; - for stdout only."
    ),
    click.option("--baseline", metavar="FILE", help="Leave out the findings that FILE knows."),
    click.option("--write-baseline", metavar="FILE", help="Write all findings to FILE: from now on they are known."),
    click.option("--stdin-filename", metavar="PATH", help="The file that standard input stands for, when PATH is -."),
    click.option("--watch", is_flag=True, help="Review again whenever a file changes."),
    click.option("--fresh", is_flag=True, help="Review everything again, whatever earlier runs found out."),
    click.option("--list-rules", is_flag=True, help="Show all rules and end."),
)


def _with_options(function: Callable[..., Any]) -> Callable[..., Any]:
    return reduce(lambda decorated, option: option(decorated), reversed(_OPTIONS), function)


@click.command("review")
@_with_options
def command(paths: tuple[str, ...], **wishes: Any) -> ExitCode:
    """Review the tests at PATH (default: the project here) without running them.

    A comment `# earnest: allow[ET401] the reason` allows a finding on its statement. `earnest explain ET401` says what a
    rule is about.

    Exit codes: 0 no error and no warning, 1 there are, 2 usage or configuration, 70 a bug of Earnest's, 130 interrupted.
    """
    # Imported here: the rules take longer than `--help` may.
    if wishes.pop("list_rules"):
        from .rule_list import list_rules

        return list_rules(wishes["output_format"])
    if wishes.pop("watch"):
        from .watching import watching

        return watching(paths, wishes)
    from .reviewing import reviewing

    # Millions of syntax nodes live until this process ends: neither now nor at its end shall the collector look at them.
    gc.disable()
    try:
        return reviewing(paths, wishes)
    finally:
        gc.freeze()
        gc.enable()
