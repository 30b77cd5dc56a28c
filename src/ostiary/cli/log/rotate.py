"""``ostiary log rotate``: a log is closed, and its successor goes on.

Knows: arguments, the question before, how long the switch is waited for, what is printed.
Must not know: entries, signatures, how a log is closed.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import click

from ostiary.cli.log.home import log_files_of_home
from ostiary.cli.options import home_option, json_option
from ostiary.errors import LogUnavailable, SettingsError
from ostiary.store.log.folder import LogFolder, read_verifier
from ostiary.store.log.glance import writer_pid
from ostiary.store.log.index_days import IndexFolder
from ostiary.store.log.opening import LogOptions
from ostiary.store.log.rotation import order_rotation, prepare_successor, rotate_if_ordered
from ostiary.store.log.witnessed import read_trust
from ostiary.tlog.note import VerifierKey
from ostiary.tlog.trust import NO_QUORUM

SWITCH_SECONDS: Final = 600.0
"""The writer reads the whole journal twice before it goes on: some 100,000 entries a second."""

_LOOK_SECONDS: Final = 0.2


@click.command()
@click.option("--prepare", is_flag=True, help="Make the successor, and print its key; nothing changes yet.")
@click.option(
    "--origin",
    metavar="NAME",
    help="With --prepare: the successor's name; without it, this log's with the half-year at its end.",
)
@click.option("--confirm", "typed", metavar="NAME", help="The successor's name, instead of the question.")
@click.option(
    "--without-witnesses",
    is_flag=True,
    help="Also where no gateway runs that could ask the witnesses for the last checkpoint.",
)
@home_option
@json_option
def rotate(
    *,
    prepare: bool,
    origin: str | None,
    typed: str | None,
    without_witnesses: bool,
    home: Path | None,
    as_json: bool,
) -> None:
    """Close the log, and go on with its successor, whose first entry is what the log signed last.

    First --prepare, some days before: publish the key that it prints, and have the witnesses follow the new log. Then, without
    it, the log is closed; a running gateway goes on with the successor after some seconds, in which nothing is answered. The
    closed log stands beside it, verifies as before, and takes no entry ever again.
    """
    log_dir, master_key, dsn_file = log_files_of_home(home)
    if prepare:
        vkey = prepare_successor(log_dir, origin or _of_the_half_year(read_verifier(LogFolder(log_dir)).name))
        _tell_prepared(LogFolder(log_dir), vkey, as_json=as_json)
        return
    if origin is not None:
        raise click.UsageError("--origin belongs to --prepare")
    successor = _confirmed(LogFolder(log_dir), typed)
    pid = writer_pid(LogFolder(log_dir))
    if not pid and read_trust(LogFolder(log_dir)).quorum != NO_QUORUM and not without_witnesses:
        raise SettingsError(
            "no gateway runs that could ask the witnesses for the last checkpoint",
            hint="start it first; or --without-witnesses, and the last minute of the closed log stays unwitnessed",
        )
    order_rotation(log_dir)
    if pid:
        # It commits and publishes what has arrived; who starts it again finds the order.
        os.kill(pid, signal.SIGTERM)
        _wait_for(LogFolder(log_dir), successor)
    else:
        rotate_if_ordered(log_dir, LogOptions(master_key, dsn_file), _say, quorum_seconds=0.0)
    closed = f"the log is closed, and {successor.name} goes on"
    click.echo(json.dumps({"successor": successor.format()}) if as_json else closed)


def _of_the_half_year(origin: str) -> str:
    """The same name with the half-year at its end, in the place of a year or a half-year."""
    now = datetime.now(UTC)
    place, _, last = origin.rpartition("/")
    base = place if place and last[:1].isdigit() else origin
    return f"{base}/{now.year}h{1 if now.month <= 6 else 2}"  # noqa: PLR2004 - the sixth month ends the first half.


def _tell_prepared(folder: LogFolder, vkey: VerifierKey, *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps({"folder": str(folder.next.root), "vkey": vkey.format()}))
        return
    click.echo(vkey.format())
    click.echo(
        f"the successor stands in `{folder.next.root}`. Publish this key, have each witness follow it, give out"
        f" `{folder.next.trust_policy}`; then: ostiary log rotate",
        err=True,
    )


def _confirmed(folder: LogFolder, typed: str | None) -> VerifierKey:
    if not folder.next.verifier_key.exists():
        raise SettingsError("no successor is prepared", hint="ostiary log rotate --prepare, some days before")
    successor = read_verifier(folder.next)
    click.echo(_untold(folder), err=True)
    if typed is None:
        click.echo(f"this closes {read_verifier(folder).name} for good; {successor.name} goes on", err=True)
        typed = click.prompt("The successor's name, to go on", err=True)
    if typed != successor.name:
        raise SettingsError(f"`{typed}` is not the successor's name", hint=f"it is {successor.name}")
    return successor


def _untold(folder: LogFolder) -> str:
    """From which day on the folder of the closed log is needed for the index, and for what it is needed after that."""
    index = IndexFolder.of(folder.root)
    indexed = [day for day in index.days() if index.entry(day).exists()]
    left = f"the days after {indexed[-1]} are not indexed" if indexed else "no day of it is indexed"
    return (
        f"people are told of a closed log's days for as long as its folder stands beside its successor. Now {left}; the"
        " successor indexes them when they are due"
    )


def _wait_for(folder: LogFolder, successor: VerifierKey) -> None:
    until = time.monotonic() + SWITCH_SECONDS
    while time.monotonic() < until:
        time.sleep(_LOOK_SECONDS)
        if folder.root.exists() and folder.next.root.exists() and not folder.rotation_order.exists():
            raise LogUnavailable(
                "the rotation was given up, and the log goes on as before",
                hint="the gateway's events say why (OST4004W)",
            )
        # Between two renamings there is nothing at the name.
        if folder.verifier_key.exists() and read_verifier(folder) == successor and writer_pid(folder):
            return
    raise LogUnavailable(
        "the log writer has not come back",
        hint="where it is a unit of its own, start it: the order stands, and whoever starts next finishes it",
    )


def _say(said: str) -> None:
    if sys.stderr.isatty():
        click.echo(said, err=True)
