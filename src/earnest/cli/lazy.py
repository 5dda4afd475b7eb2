"""A group of commands whose modules are imported when they are asked for, so that `--version` costs next to nothing."""

from __future__ import annotations

import difflib
from importlib import import_module

import click

__all__ = ["LazyGroup"]


class LazyGroup(click.Group):
    """Every subcommand is the object `command` of the module that has its name."""

    def __init__(self, *, modules: tuple[str, ...], **attributes: object) -> None:
        """`modules` are the names in the order in which the help shows them."""
        super().__init__(**attributes)  # type: ignore[arg-type] # handed through to click as they are
        self._modules = modules

    def list_commands(self, ctx: click.Context) -> list[str]:
        """In the order of use, not of the alphabet."""
        return list(self._modules)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Imports the module of that command."""
        if cmd_name not in self._modules:
            return None
        command = import_module(f".{cmd_name}", __package__).command
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does it, and names the nearest command when there is none of that name."""
        if args[0] not in self._modules and not args[0].startswith("-"):
            near = difflib.get_close_matches(args[0], self._modules, n=1)
            wanted = f"Did you mean {near[0]!r}?" if near else f"There are: {', '.join(self._modules)}."
            ctx.fail(f"There is no command {args[0]!r}. {wanted}")
        return super().resolve_command(ctx, args)
