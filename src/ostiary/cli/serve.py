"""`ostiary serve`.

Knows: how the gateway is started on an event loop.
Must not know: what it does.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import click
import uvloop

from ostiary.cli.exits import ExplainingCommand
from ostiary.cli.home import home_folder
from ostiary.cli.options import home_option
from ostiary.door.cancels import MAX_WORKERS
from ostiary.server.event_log import EventLog
from ostiary.server.settings import load_home
from ostiary.server.workers.supervisor import Supervisor


@click.command(cls=ExplainingCommand)
@home_option
@click.option(
    "--workers",
    type=click.IntRange(0, MAX_WORKERS),
    show_default="the setting `workers`, which is 1",
    help="How many processes serve clients; 0: one for each processor core.",
)
@click.option("--end-with-stdin", is_flag=True, hidden=True)
def serve(home: Path | None, workers: int | None, *, end_with_stdin: bool) -> None:
    """Run the gateway of an installation until it is told to stop; events go to standard error as JSON lines."""
    found = load_home(home_folder(home))

    async def run() -> None:
        count = found.settings.workers if workers is None else workers
        gateway = Supervisor(found, EventLog(sys.stderr, gateway=found.settings.gateway), count)
        if end_with_stdin:
            # A pipe that nobody writes to: it can be read when whoever started us is gone, killed or not.
            loop = asyncio.get_running_loop()
            loop.add_reader(sys.stdin.fileno(), _stop_once, gateway, loop)
        await gateway.serve()

    uvloop.run(run())


def _stop_once(gateway: Supervisor, loop: asyncio.AbstractEventLoop) -> None:
    loop.remove_reader(sys.stdin.fileno())
    gateway.stop()
