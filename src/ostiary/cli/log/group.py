"""``ostiary log``: the group of its commands.

Knows: which module each command stands in.
Must not know: what any of them does.
"""

from __future__ import annotations

from typing import Final

import click

from ostiary.cli.exits import ExplainingGroup
from ostiary.cli.late import LateGroup
from ostiary.cli.log.adopt import adopt
from ostiary.cli.log.create import create
from ostiary.cli.log.encrypt import encrypt
from ostiary.cli.log.receipt import checkpoint, receipt
from ostiary.cli.log.rewrap import rewrap
from ostiary.cli.log.rotate import rotate
from ostiary.cli.log.scrub import scrub_log
from ostiary.cli.log.verify import verify

# Verb: module, and the line that the help shows without importing it.
VERBS: Final[dict[str, tuple[str, str]]] = {
    "index": ("ostiary.cli.log.index", "Index by subject each day that is due, and log its root."),
    "erase": ("ostiary.cli.log.erase", "Order that what entries say is destroyed."),
}


class LogGroup(LateGroup, ExplainingGroup):
    """A group some of whose commands need what only a gateway has; errors end in words."""


@click.group(cls=LogGroup, late=VERBS)
def log() -> None:
    """The log: every access and every directive, in an order that nobody can change unseen."""


for command in (adopt, checkpoint, create, encrypt, receipt, rewrap, rotate, scrub_log, verify):
    log.add_command(command)
