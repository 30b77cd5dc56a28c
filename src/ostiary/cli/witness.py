"""``ostiary witness``: set up a witness, run it, see what it has seen.

Knows: how a witness is asked for and reported.
Must not know: HTTP, notes, files of a witness.

It needs no more than ``click`` and ``cryptography``, because it runs where nothing else of Ostiary does.
"""

from __future__ import annotations

import base64
import json
import os
from pathlib import Path

import click

from ostiary.cli.exits import ExplainingGroup
from ostiary.errors import ProofInvalid, SettingsError
from ostiary.tlog.cosignature import Cosigner
from ostiary.tlog.key_text import ED25519_COSIGNATURE, ML_DSA_44_COSIGNATURE, SEED_BYTES
from ostiary.tlog.moments import show_moment
from ostiary.witness.folder import DEFAULT_HOST, DEFAULT_PORT, WitnessFolder, create_witness, settings_text
from ostiary.witness.service import serve_witness
from ostiary.witness.standing import Standing, look_at

_FOLDER = click.argument("folder", type=click.Path(file_okay=False, path_type=Path))


@click.group(cls=ExplainingGroup)
def witness() -> None:
    """A witness that watches logs: it signs what it has seen, and never two histories of one log."""


@witness.command()
@_FOLDER
@click.option(
    "--name",
    required=True,
    metavar="NAME",
    help="The witness's name for good, such as ombudsman.example/w1: a host of its keeper's, and a path.",
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
@click.option(
    "--ml-dsa", is_flag=True, help="Sign with a key of ML-DSA-44 too, which quantum computers do not break."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def init(
    folder: Path, *, name: str, logs: tuple[str, ...], host: str, port: int, ml_dsa: bool, as_json: bool
) -> None:
    """Set up a new witness in FOLDER, with keys of its own, and print its public keys.

    Nothing is ever made over a witness, or over what is left of one: a witness that has lost its state is retired.
    """
    kinds = (ED25519_COSIGNATURE, ML_DSA_44_COSIGNATURE) if ml_dsa else (ED25519_COSIGNATURE,)
    try:
        signers = [Cosigner(name, kind, os.urandom(SEED_BYTES)) for kind in kinds]
    except ProofInvalid as fault:
        raise SettingsError(fault.message) from None
    try:
        vkeys = create_witness(WitnessFolder(folder), signers, settings_text(host, port, logs))
    except OSError as fault:
        why = (fault.strerror or "unknown reason").lower()
        raise SettingsError(f"`{fault.filename}` cannot be made: {why}") from fault
    click.echo(json.dumps({"folder": str(folder), "vkeys": vkeys}) if as_json else "\n".join(vkeys))


@witness.command()
@_FOLDER
def serve(folder: Path) -> None:
    """Run the witness in FOLDER until Ctrl-C or SIGTERM. Notices go to standard error, one JSON line each.

    It does not start without its state, nor with a state that is damaged or another witness's.
    """
    serve_witness(WitnessFolder(folder))


@witness.command()
@_FOLDER
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def status(folder: Path, *, as_json: bool) -> None:
    """What the witness in FOLDER has seen of each log, and whether one has shown two histories.

    Exits with 3 when one has.
    """
    standing = look_at(WitnessFolder(folder))
    click.echo(json.dumps(_as_object(standing)) if as_json else "\n".join(_lines(standing)))
    if standing.forks:
        click.get_current_context().exit(LOOK_AT)


LOOK_AT = 3
"""Something should be looked at."""


def _as_object(standing: Standing) -> dict[str, object]:
    return {
        "vkeys": standing.vkeys,
        "logs": [
            {
                "origin": origin,
                "size": None if seen is None else seen.checkpoint.size,
                "root": None if seen is None else base64.b64encode(seen.checkpoint.root).decode(),
                "cosigned_at": None if seen is None else show_moment(seen.time),
            }
            for origin, seen in standing.logs.items()
        ],
        "forks": standing.forks,
    }


def _lines(standing: Standing) -> list[str]:
    lines = [f"{vkey}" for vkey in standing.vkeys]
    for origin, seen in standing.logs.items():
        said = "nothing seen yet"
        if seen is not None:
            said = f"{seen.checkpoint.size} entries, cosigned {show_moment(seen.time)}"
        lines.append(f"{origin}: {said}")
    lines += [f"TWO HISTORIES, both signed by the log: {path}" for path in standing.forks]
    return lines
