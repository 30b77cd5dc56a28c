"""``ostiary demo watch``: the watch looks at the log of a demonstration, again and again.

Knows: the two commands that a keeper's timer would run, and how often.
Must not know: what either of them does.
"""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Final

import click

from ostiary.cli.home import home_folder
from ostiary.cli.main import main as program
from ostiary.cli.options import home_option
from ostiary.server.settings import load_home

TIME_ZONE: Final = "America/Chicago"
"""The demonstration's city lies there: unusual hours are those of its own clock."""
EVERY_SECONDS: Final = 120
"""A run takes some five seconds of a core; the city's day has ten minutes."""
POLITE: Final = 10
"""The door and its people go first."""


@click.command("watch")
@click.option(
    "--every",
    type=click.IntRange(min=0),
    default=EVERY_SECONDS,
    show_default=True,
    help="Seconds between two looks; 0: look once and end.",
)
@home_option
def watch(*, home: Path | None, every: int) -> None:
    """Bring what the log has published into the watch folder, run the detectors over it, and do so again.

    What is found stands in the console. It is what a timer would do in an installation: `ostiary watch import`, then `ostiary watch run`.
    """
    folder = home_folder(home)
    found = load_home(folder)
    os.nice(POLITE)
    while True:
        _run(
            "watch",
            "import",
            str(folder),
            "--as",
            "ostiary",
            "-o",
            str(found.watch_dir),
            "--time-zone",
            TIME_ZONE,
        )
        _run("watch", "run", str(found.watch_dir))
        if not every:
            return
        time.sleep(every)


def _run(*words: str) -> None:
    # A look that fails is told in the log of this process, and the next one begins where the last good one ended.
    program.main(list(words), prog_name="ostiary", standalone_mode=False)
