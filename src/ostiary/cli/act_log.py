"""The log of an installation, for acts of the command line in its watch folder.

Knows: which folder is an installation's, and that an act stands in its log before it is done.
Must not know: what any act does.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from ostiary.cli.who_runs import who_runs
from ostiary.directives.instants import write_instant
from ostiary.errors import LogUnavailable
from ostiary.evidence.commitment import CONSOLE_ACT
from ostiary.model.console_act import ConsoleAct, console_act_payload
from ostiary.server.settings import FILE_NAME, Home, load_home
from ostiary.store.log.client import append_once

FACE: Final = "command line"
ROLE: Final = "system account"


def write_act(socket: Path, word: str, on: str) -> int:
    """Write an act of whoever runs this into a log: the number of its entry, durable. Raises LogUnavailable."""
    done = ConsoleAct(write_instant(datetime.now(UTC)), FACE, who_runs(), ROLE, word, on)
    return append_once(socket, CONSOLE_ACT, console_act_payload(done))


def log_of_home(home: Home) -> Callable[[str, str], int]:
    """What writes acts into a home's log: word and what it is on, to the number of the entry; it raises LogUnavailable."""

    def write(word: str, on: str) -> int:
        try:
            return write_act(home.log_socket, word, on)
        except LogUnavailable as fault:
            raise LogUnavailable(
                f"{fault.message}; in the folder of an installation nothing is done that its log cannot say first",
                hint="start the gateway or its log writer",
            ) from fault

    return write


def home_of_folder(folder: Path, home: Path | None) -> Home | None:
    """The installation whose watch folder this is: the home that is named, or the one in which it lies; None where it is no one's.

    Raises SettingsError where a home's settings cannot be read.
    """
    for place in (home, folder.resolve().parent):
        if place is not None and (place / FILE_NAME).exists():
            found = load_home(place)
            if found.watch_dir.resolve() == folder.resolve():
                return found
    return None
