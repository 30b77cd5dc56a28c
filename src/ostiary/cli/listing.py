"""How a group lists its commands: each with its first sentence, whole.

Knows: names and help texts.
Must not know: what any command does.
"""

from __future__ import annotations

from typing import Final

import click

WHOLE: Final = 1000
"""Characters; longer than any first sentence. Click's own lists end a sentence where the terminal does."""


class ListingGroup(click.Group):
    """A group whose help cuts no sentence off."""

    def line_of(self, ctx: click.Context, name: str) -> str:
        """What the list says of one command."""
        command = self.get_command(ctx, name)
        return "" if command is None else command.get_short_help_str(WHOLE)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands for the help."""
        if rows := [(name, self.line_of(ctx, name)) for name in self.list_commands(ctx)]:
            with formatter.section("Commands"):
                formatter.write_dl(rows)
