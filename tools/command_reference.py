"""Writes the reference of all commands, docs/commands.md, from the help that the program itself prints.

Run as ``python tools/command_reference.py > docs/commands.md``; a test compares the two.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

import click
from click.testing import CliRunner

from ostiary.cli.main import main as program

# Help is wrapped as for a narrow terminal, whatever terminal this runs in.
WIDTH = 80

HEAD = """\
# Commands

Written by `tools/command_reference.py` from the program's own help; do not edit it by hand.

Secrets are never given as options: options name files."""


def commands(command: click.Command, path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The path of a command and of all under it."""
    yield path
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            found = command.get_command(context, name)
            if found is not None:
                yield from commands(found, (*path, name))


def help_of(path: tuple[str, ...]) -> str:
    """What ``--help`` prints for a command."""
    result = CliRunner().invoke(program, [*path, "--help"], prog_name="ostiary", terminal_width=WIDTH)
    if result.exit_code:
        raise SystemExit(f"`{' '.join(path)}` has no help: {result.output}")
    return result.output.rstrip()


def reference() -> str:
    """The whole document."""
    parts = [HEAD]
    for path in commands(program, ()):
        title = f"`{' '.join(('ostiary', *path))}`"
        parts.append(f"{'#' * (2 if len(path) < 2 else 3)} {title}\n\n```text\n{help_of(path)}\n```")  # noqa: PLR2004 - a noun, then its verbs
    return "\n\n".join(parts) + "\n"


if __name__ == "__main__":
    sys.stdout.write(reference())
