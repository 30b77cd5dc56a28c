"""`ostiary serve`.

Knows: how the gateway is started on an event loop.
Must not know: what it does.
"""

from __future__ import annotations

import sys
from pathlib import Path

import click
import uvloop

from ostiary.cli.exits import ExplainingCommand
from ostiary.cli.home import home_folder
from ostiary.cli.options import home_option
from ostiary.server.event_log import EventLog
from ostiary.server.gateway import Gateway
from ostiary.server.settings import load_home


@click.command(cls=ExplainingCommand)
@home_option
def serve(home: Path | None) -> None:
    """Run the gateway of an installation until it is told to stop; events go to standard error as JSON lines."""
    found = load_home(home_folder(home))

    async def run() -> None:
        await Gateway(found, EventLog(sys.stderr)).serve()

    uvloop.run(run())
