"""``ostiary peer``: set up a peer of logs in strict mode, run it, see what it keeps.

Knows: how a peer is asked for and reported.
Must not know: sockets, notes, files of a peer.

It needs no more than ``click`` and ``cryptography``, because it runs where nothing else of Ostiary does.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import click

from ostiary.cli.exits import ExplainingGroup
from ostiary.errors import ProofInvalid, SettingsError
from ostiary.tlog.key_text import SEED_BYTES
from ostiary.tlog.moments import show_moment
from ostiary.tlog.note import SignerKey
from ostiary.witness.folder import DEFAULT_HOST, settings_text
from ostiary.witness.peer_folder import (
    DEFAULT_PORT,
    PeerFolder,
    PeerStanding,
    create_peer,
    follow_log,
    look_at_peer,
)
from ostiary.witness.peer_server import serve_peer

_FOLDER = click.argument("folder", type=click.Path(file_okay=False, path_type=Path))


@click.group(cls=ExplainingGroup)
def peer() -> None:
    """A peer of logs in strict mode: it knows how far each journal goes before anybody is answered."""


@peer.command()
@_FOLDER
@click.option(
    "--name",
    required=True,
    metavar="NAME",
    help="The peer's name for good, such as ombudsman.example/p1: a host of its keeper's, and a path.",
)
@click.option(
    "--log",
    "logs",
    required=True,
    multiple=True,
    metavar="VKEY",
    help="The public key of a log to follow, as in its log.vkey; several times for several logs.",
)
@click.option("--host", default=DEFAULT_HOST, show_default=True, help="The address to listen on.")
@click.option(
    "--port", default=DEFAULT_PORT, show_default=True, type=click.IntRange(0, 65_535), help="The port."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def init(folder: Path, *, name: str, logs: tuple[str, ...], host: str, port: int, as_json: bool) -> None:
    """Set up a new peer in FOLDER, with a key of its own, and print its public key.

    Nothing is ever made over a peer, or over what is left of one: a peer that has lost its marks is retired.
    """
    try:
        signer = SignerKey.generate(name, os.urandom(SEED_BYTES))
    except ProofInvalid as fault:
        raise SettingsError(fault.message) from None
    try:
        vkey = create_peer(PeerFolder(folder), signer, settings_text(host, port, logs))
    except OSError as fault:
        why = (fault.strerror or "unknown reason").lower()
        raise SettingsError(f"`{fault.filename}` cannot be made: {why}") from fault
    click.echo(json.dumps({"folder": str(folder), "vkey": vkey}) if as_json else vkey)


@peer.command()
@_FOLDER
@click.option(
    "--log", "vkey", required=True, metavar="VKEY", help="The public key of the log, as in its log.vkey."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def follow(folder: Path, *, vkey: str, as_json: bool) -> None:
    """Have the peer in FOLDER follow one more log, such as the successor of one that is to be rotated. The peer must not run.

    Never for a log whose marks this peer has lost: such a peer is retired.
    """
    try:
        origin = follow_log(PeerFolder(folder), vkey)
    except OSError as fault:
        why = (fault.strerror or "unknown reason").lower()
        raise SettingsError(f"`{fault.filename}` cannot be made: {why}") from fault
    click.echo(json.dumps({"log": origin}) if as_json else f"{origin} is followed too; start the peer again")


@peer.command()
@_FOLDER
def serve(folder: Path) -> None:
    """Run the peer in FOLDER until Ctrl-C or SIGTERM. Notices go to standard error, one JSON line each.

    It does not start without its marks, nor with marks that are damaged.
    """
    serve_peer(PeerFolder(folder))


@peer.command()
@_FOLDER
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def status(folder: Path, *, as_json: bool) -> None:
    """What the peer in FOLDER keeps of each log, and whether one has contradicted it. The peer must not run.

    Exits with 3 when one has.
    """
    standing = look_at_peer(PeerFolder(folder))
    click.echo(json.dumps(_as_object(standing)) if as_json else "\n".join(_lines(standing)))
    if standing.contradictions:
        click.get_current_context().exit(LOOK_AT)


LOOK_AT = 3
"""Something should be looked at."""


def _as_object(standing: PeerStanding) -> dict[str, object]:
    return {
        "vkey": standing.vkey,
        "logs": [
            {
                "origin": origin,
                "entries": None if mark is None else mark.size,
                "acknowledged_at": None if mark is None else show_moment(mark.time),
            }
            for origin, mark in standing.logs.items()
        ],
        "contradictions": standing.contradictions,
    }


def _lines(standing: PeerStanding) -> list[str]:
    lines = [standing.vkey]
    for origin, mark in standing.logs.items():
        said = "nothing stated yet"
        if mark is not None:
            said = f"{mark.size} entries, acknowledged {show_moment(mark.time)}"
        lines.append(f"{origin}: {said}")
    return [
        *lines,
        *(f"CONTRADICTS what was kept, signed by the log: {path}" for path in standing.contradictions),
    ]
