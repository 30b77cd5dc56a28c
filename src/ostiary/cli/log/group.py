"""``ostiary log``: the group of its commands.

Knows: which module each command stands in.
Must not know: what any of them does.
"""

from __future__ import annotations

import click

from ostiary.cli.exits import ExplainingGroup
from ostiary.cli.log.create import create
from ostiary.cli.log.receipt import checkpoint, receipt
from ostiary.cli.log.verify import verify


@click.group(cls=ExplainingGroup)
def log() -> None:
    """The log: every access and every directive, in an order that nobody can change unseen."""


for command in (checkpoint, create, receipt, verify):
    log.add_command(command)
