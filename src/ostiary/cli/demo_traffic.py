"""`ostiary demo traffic`: lively accesses of many members through the door of a running demonstration.

Knows: arguments, signals, what is printed.
Must not know: who asks what; how it is asked.
"""

from __future__ import annotations

import asyncio
import json
import signal
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import click
import uvloop
from psycopg.conninfo import make_conninfo
from rich.console import Console
from rich.live import Live

from ostiary.cli.demo_traffic_events import write_events
from ostiary.cli.home import home_folder
from ostiary.cli.options import home_option, json_option
from ostiary.cli.traffic_screen import TrafficScreen, in_words, summary
from ostiary.demo.accounts import BUILDER_DSN
from ostiary.demo.installation import verified
from ostiary.demo.place import verify_demonstration
from ostiary.demo.traffic.cast import full_cast
from ostiary.demo.traffic.days import ACCESSES_A_DAY, Days
from ostiary.demo.traffic.enrolling import enrol
from ostiary.demo.traffic.performance import Performance
from ostiary.demo.traffic.script import Script
from ostiary.demo.traffic.sights import look
from ostiary.demo.traffic.truth import Truth
from ostiary.server.settings import Home, load_home, read_dsn

REFRESH_SECONDS: Final = 0.25


@click.command()
@click.option(
    "--rate",
    metavar="N",
    type=click.FloatRange(0.1, 10_000),
    default=20.0,
    show_default=True,
    help="Accesses a second, on average.",
)
@click.option(
    "--seconds",
    metavar="SECONDS",
    type=click.FloatRange(1, 7 * 86_400),
    help="How long; otherwise until Ctrl-C.",
)
@click.option(
    "--day",
    metavar="SECONDS",
    type=click.FloatRange(5, 86_400),
    help="Play days with their nights and shifts, each in so many seconds; otherwise every hour is alike.",
)
@click.option(
    "--seed",
    type=click.IntRange(0, 2**31 - 1),
    default=1,
    show_default=True,
    help="The same seed asks the same.",
)
@click.option(
    "--events", metavar="N", type=int, help="No door: write so many made-up accesses into a watch folder."
)
@click.option(
    "--days",
    metavar="DAYS",
    type=int,
    default=90,
    show_default=True,
    help="With --events: over so many days.",
)
@click.option(
    "-o",
    "--output",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="With --events: the watch folder, made when missing.",
)
@home_option
@json_option
@click.pass_context
def traffic(
    context: click.Context,
    *,
    rate: float,
    seconds: float | None,
    day: float | None,
    seed: int,
    events: int | None,
    days: int,
    output: Path | None,
    home: Path | None,
    as_json: bool,
) -> None:
    """Accesses of nearly a hundred members of all agencies, with mistakes, refusals and a little misuse.

    The members are enrolled by a directive first. What is planted as misuse stands in `traffic-truth.jsonl` of the home
    folder, outside the log. A home that is named before `traffic` counts too.

    With --events nothing runs and nobody asks: as many accesses as named are drawn into a watch folder, marked as synthetic, and what
    is planted stands in `synthetic-truth.jsonl` there. They are for the size: what detectors find in them says nothing of real logs.
    """
    if events is not None or output is not None:
        write_events(events, output, seed=seed, days=days, as_json=as_json)
        return
    named = home or (context.parent.params["home"] if context.parent is not None else None)
    found = load_home(home_folder(named))
    verify_demonstration(found.folder)
    hours = Days(day or ACCESSES_A_DAY / rate, steady=day is None)
    cast = full_cast()
    script = Script(cast, look(read_dsn(found.folder / BUILDER_DSN)), seed, rate, hours)
    passwords = enrol(found.folder, cast)
    run = {
        "began": datetime.now(UTC).isoformat(), "seed": seed, "rate": rate, "day_seconds": hours.seconds,
        "steady": hours.steady,
    }  # fmt: skip
    with Truth(found.folder, run) as truth:
        performance = Performance(_conninfo(found), cast, passwords, truth.add)
        began = time.monotonic()
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(_play(performance, script, seconds, shows=not as_json))
        told = summary(performance.tally, time.monotonic() - began, seed=seed, rate=rate, truth=truth.path)
    click.echo(json.dumps(told) if as_json else in_words(told))


async def _play(performance: Performance, script: Script, seconds: float | None, *, shows: bool) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    console = Console(stderr=True)
    if not (shows and console.is_terminal):
        await performance.play(script, seconds, stop)
        return
    screen = TrafficScreen(performance)
    with Live(screen.render(), console=console, auto_refresh=False) as live:
        showing = asyncio.create_task(_show(screen, live))
        try:
            await performance.play(script, seconds, stop)
        finally:
            showing.cancel()
            live.update(screen.render(), refresh=True)


async def _show(screen: TrafficScreen, live: Live) -> None:
    # Drawn in the loop and not in a thread of the terminal library: nothing changes while it is drawn.
    while True:
        await asyncio.sleep(REFRESH_SECONDS)
        live.update(screen.render(), refresh=True)


def _conninfo(home: Home) -> str:
    listen = home.settings.listen
    where = make_conninfo(host=listen.host, port=listen.port, dbname=home.settings.database.name)
    return f"{where} {verified(home.folder)}"
