"""Commands whose modules are imported when they are used.

Knows: which module a late command stands in, and what to install where something that it needs is missing.
Must not know: what any command does.

`ostiary log verify` and `ostiary policy check` run where no database driver is installed, because nothing else is imported.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from keyword import iskeyword
from typing import Final, TypeAlias

import click

from ostiary.cli.listing import ListingGroup

Late: TypeAlias = Mapping[str, tuple[str, str]]
"""Command: its module, and the line that help shows without importing it."""

EXTRAS: Final = {
    "duckdb": "watch",
    "ibis": "watch",
    "jinja2": "web",
    "joserfc": "web",
    "markupsafe": "web",
    "numpy": "watch",
    "pyarrow": "watch",
    "rapidfuzz": "watch",
    "rich": "demo",
    "starlette": "web",
    "uvicorn": "web",
    "z3": "promises",
}
"""Which extra has a package; all others are of `gateway`."""


class LateGroup(ListingGroup):
    """A group some of whose commands are late; others may be added as to any group."""

    def __init__(self, *args: object, late: Late, **more: object) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type]  # Click's own parameters, passed on as they came
        self._late = late

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All commands."""
        return sorted({*super().list_commands(ctx), *self._late})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, or None. Raises ClickException when what it needs is not installed."""
        if cmd_name not in self._late:
            return super().get_command(ctx, cmd_name)
        try:
            # A command may have the name of a word of Python; its function has `_` after it.
            attribute = f"{cmd_name}_" if iskeyword(cmd_name) else cmd_name
            command: click.Command = getattr(import_module(self._late[cmd_name][0]), attribute)
        except ModuleNotFoundError as error:
            extra = EXTRAS.get(error.name or "", "gateway")
            raise click.ClickException(
                f"`{cmd_name}` needs what is not installed here: pip install 'ostiary[{extra}]'"
            ) from error
        return command

    def line_of(self, ctx: click.Context, name: str) -> str:
        """What the list says of one command, without importing a late one."""
        return self._late[name][1] if name in self._late else super().line_of(ctx, name)
