"""``ostiary log``: a new log, and whether one, or a receipt of one, is what it must be.

Knows: how a verification is asked for, shown while it runs, and reported.
Must not know: tiles, notes, journals; what a receipt shows.
"""

from __future__ import annotations

import base64
import json
import os
import sys
from pathlib import Path
from typing import Final

import click

from ostiary.cli.exits import FAILED, ExplainingGroup, tell
from ostiary.cli.late import LateGroup
from ostiary.cli.log_receipt import checkpoint, read_trust, receipt, tell_verified, trust_option
from ostiary.cli.log_verify import tell_disclosure
from ostiary.cli.progress import shown_progress
from ostiary.errors import EvidenceFault, LogUnavailable, ProofInvalid, SettingsError
from ostiary.store.disclosure_folder import is_disclosure
from ostiary.store.log.folder import LogFolder, create_log
from ostiary.store.log.receipts import read_witnessed
from ostiary.store.log.second_key import maybe_draw_second_key
from ostiary.store.log.verify import Report, verify_log
from ostiary.tlog.key_text import SEED_BYTES

# 0 is a log that is whole.
VERIFICATION_FAILED = 5
WRONG_CALL = 2
"""Click's own status."""


class _Group(ExplainingGroup, LateGroup):
    """Some commands need a gateway's settings, which whoever verifies has not."""


LATE: Final[dict[str, tuple[str, str]]] = {
    "index": ("ostiary.cli.log_index", "Index by subject each day that is due, and log its root."),
}


@click.group(cls=_Group, late=LATE)
def log() -> None:
    """The log: every access and every directive, in an order that nobody can change unseen."""


log.add_command(checkpoint)
log.add_command(receipt)


@log.command()
@click.argument("target", type=click.Path(exists=True, path_type=Path))
@trust_option
@click.option(
    "--opening",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="What the entry of a receipt says; shown when it is that.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of a sentence.")
def verify(target: Path, trust: Path | None, opening: Path | None, *, as_json: bool) -> None:
    """Verify TARGET: a log's folder, everything in it read again; or a receipt or a disclosure, offline, against a trust file.

    The private side of a log is verified too where it is there; with --trust its checkpoint must be believed too. Exits
    with 0 when the log is whole or the receipt or disclosure holds, and 5 when not.
    """
    if not target.is_dir():
        _verify_receipt(target, trust, opening, as_json=as_json)
        return
    if is_disclosure(target):
        _verify_disclosure(target, trust, as_json=as_json)
        return
    if not _is_log(target):
        hint = f"did you mean `{target / 'log'}`?" if _is_log(target / "log") else ""
        tell(SettingsError(f"`{target}` is no log folder", hint=hint))
        sys.exit(WRONG_CALL)
    try:
        with shown_progress("verifying", is_shown=sys.stderr.isatty() and not as_json) as progress:
            report = verify_log(target, progress)
        if trust is not None:
            read_trust(trust).verify(read_witnessed(target).note)
    except EvidenceFault as fault:
        _tell_failure(fault, "the log is not whole", as_json=as_json)
        sys.exit(VERIFICATION_FAILED)
    except OSError as fault:
        unread = LogUnavailable(f"`{fault.filename}` cannot be read: {fault.strerror}")
        _tell_failure(unread, "the log is not whole", as_json=as_json)
        sys.exit(VERIFICATION_FAILED)
    click.echo(json.dumps(_as_object(report)) if as_json else report.sentence)


@log.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--origin",
    required=True,
    metavar="NAME",
    help="The log's name for good, such as log.city.example/ostiary/2026: a host of yours, and a path.",
)
def create(folder: Path, origin: str) -> None:
    """Make a new log in FOLDER, with a signing key of its own, and print its public key.

    Where the installed `cryptography` has ML-DSA-44, the log gets a second key of that type, in `log.ml-dsa.vkey`.
    Nothing is ever made over a log, or over what is left of one.
    """
    try:
        vkey = create_log(folder, origin, os.urandom(SEED_BYTES), maybe_draw_second_key(origin))
    except (SettingsError, ProofInvalid) as fault:
        tell(fault)
        sys.exit(FAILED)
    except OSError as fault:
        tell(
            SettingsError(
                f"`{fault.filename}` cannot be made: {(fault.strerror or 'unknown reason').lower()}"
            )
        )
        sys.exit(FAILED)
    click.echo(vkey.format())


def _is_log(target: Path) -> bool:
    """Whether it looks like a log's folder; one that has lost its verifier key is a damaged log, not none."""
    folder = LogFolder(target)
    return folder.verifier_key.exists() or (folder.public.exists() and folder.private.exists())


def _as_object(report: Report) -> dict[str, object]:
    return {
        "whole": True,
        "origin": report.origin,
        "size": report.size,
        "root": base64.b64encode(report.root).decode(),
        "signed_by": report.signed_by,
        "unpublished": report.unpublished,
        "strays": report.strays,
        "witnessed": report.witnessed
        and {
            "size": report.witnessed.checkpoint.size,
            "by": report.witnessed.names,
            "is_quorum": report.witnessed.is_quorum,
            "as_of": report.witnessed.as_of,
        },
        "sentence": report.sentence,
    }


def _verify_receipt(target: Path, trust: Path | None, opening: Path | None, *, as_json: bool) -> None:
    try:
        tell_verified(target, trust, opening, as_json=as_json)
    except SettingsError as fault:
        tell(fault)
        sys.exit(WRONG_CALL)
    except EvidenceFault as fault:
        _tell_failure(fault, "the receipt does not hold", as_json=as_json, what="holds")
        sys.exit(VERIFICATION_FAILED)


def _verify_disclosure(target: Path, trust: Path | None, *, as_json: bool) -> None:
    try:
        tell_disclosure(target, trust, as_json=as_json)
    except SettingsError as fault:
        tell(fault)
        sys.exit(WRONG_CALL)
    except EvidenceFault as fault:
        _tell_failure(fault, "the disclosure does not hold", as_json=as_json, what="holds")
        sys.exit(VERIFICATION_FAILED)


def _tell_failure(fault: EvidenceFault, headline: str, *, as_json: bool, what: str = "whole") -> None:
    if as_json:
        found = {what: False, "code": fault.code, "message": fault.message, "hint": fault.hint}
        click.echo(json.dumps(found))
        return
    click.echo(f"{headline}: {fault.message}", err=True)
    if fault.hint:
        click.echo(f"hint: {fault.hint}", err=True)
