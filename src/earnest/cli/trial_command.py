"""What `check` and `prove` have in common: their options, and the way from a run to report, memory and exit code."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from ..changes import find_operator
from ..errors import UsageError
from ..evidence import Store
from ..model import ExitCode, Family, Run
from ..report import json, terminal
from .conditions import require
from .consoles import json_option, progress_for, standard_output, write_json
from .duration import seconds
from .options import Options
from .outcome import exit_code

__all__ = ["TrialCommand", "execute", "trial_options"]

_PYTEST_ARGS = "earnest.pytest_args"


class TrialCommand(click.Command):
    """A command that keeps what stands behind `--` for pytest."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Splits at `--`; click would merge both sides."""
        own, behind = (args[: args.index("--")], args[args.index("--") + 1 :]) if "--" in args else (args, [])
        ctx.meta[_PYTEST_ARGS] = tuple(behind)
        return super().parse_args(ctx, own)

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """Shows the part behind `--` in the help."""
        return [*super().collect_usage_pieces(ctx), "[-- PYTEST_ARGS]"]


_OPTIONS = (
    click.argument("path", default=".", metavar="[PATH]"),
    click.option("--jobs", "-j", type=click.IntRange(min=1), help="Trials at once; default: one for each CPU."),
    click.option("--diff", metavar="REV", help="Only changes on lines that differ from this git revision."),
    click.option(
        "--budget", type=seconds, metavar="TIME", help="Stop after this long (90s, 2m, 1h); judge the sample."
    ),
    click.option("--confirm", is_flag=True, help="Try every missed change a second time, in a fresh import."),
    click.option("--fresh", is_flag=True, help="Ask every question again, whatever earlier runs found out."),
    click.option("--operator", "operators", multiple=True, metavar="NAME", help="Only this operator; may be repeated."),
    click.option(
        "--family",
        "families",
        multiple=True,
        type=click.Choice([family.value for family in Family]),
        metavar="NAME",
        help=f"Only this family; may be repeated: {', '.join(family.value for family in Family)}.",
    ),
    json_option,
    click.option("--strict", is_flag=True, help="Exit with 1 for UNKNOWN, too."),
)


def trial_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Adds the argument and all options."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def execute(judged: Callable[[Run], Run], *, json_target: str | None, strict: bool, **wishes: Any) -> ExitCode:
    """Runs the trials, shows `judged` of the run, remembers it, and gives the exit code."""
    require()
    options = _options(**wishes)
    _check_target(json_target)
    from .pipeline import check

    with progress_for(json_target) as progress:
        run = judged(check(options, progress))
    document = json.render(run)
    with Store.open(run.project.root) as store:
        store.save_run(document)
    if json_target:
        write_json(json_target, document)
    if json_target != "-":
        terminal.render(run, standard_output())
    return exit_code(run, narrowed=options.narrowed, strict=strict)


def _options(path: str, operators: tuple[str, ...], **wishes: Any) -> Options:
    place = Path(path)
    if not place.exists():
        raise UsageError(f"The path {path!r} does not exist.")
    for name in operators:
        find_operator(name)
    behind = click.get_current_context().meta[_PYTEST_ARGS]
    return Options(path=place, operators=operators, pytest_args=behind, **wishes)


def _check_target(target: str | None) -> None:
    """Says before a run of minutes, not after it, that its result has no place to go."""
    if target and target != "-" and (Path(target).is_dir() or not Path(target).absolute().parent.is_dir()):
        raise UsageError(f"The JSON document cannot be written to {target!r}: there is no such directory.")
