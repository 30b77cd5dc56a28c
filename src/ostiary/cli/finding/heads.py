"""``ostiary finding head|verify``: a head to keep elsewhere, and whether the acts still have those that were kept.

Knows: arguments, output, the exit code of what does not hold.
Must not know: how a chain or a text is verified.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Final

import click

from ostiary.cli.exits import VERIFICATION_FAILED
from ostiary.cli.finding.folder import folder_option, found_folder, now
from ostiary.cli.options import home_option, json_option
from ostiary.errors import KeyFileError, ProofInvalid, WatchFolderDamaged
from ostiary.office.access_words import printable
from ostiary.policy.words.lists import counted
from ostiary.store.key_files import read_key
from ostiary.tlog.note import MAX_NOTE_BYTES, VerifierKey
from ostiary.watch.events.moments import utc_text
from ostiary.watch.findings.chain import Chain
from ostiary.watch.findings.kept_head import KeptHead, open_kept_head
from ostiary.watch.findings.store import verify_acts

_HEAD: Final = re.compile(r"[0-9a-f]{64}", re.ASCII)


@click.command("head")
@click.option(
    "--key",
    "key",
    type=click.Path(path_type=Path),
    help="Sign it with the key in this file (mode 0600), as `ostiary directive key` draws one.",
)
@folder_option
@home_option
@json_option
def head_(*, key: Path | None, folder: Path | None, home: Path | None, as_json: bool) -> None:
    """Print the head of the acts, to be kept where whoever holds the folder cannot write: the hash that stands for all acts so far.

    With --key it is a signed note, which anybody can check who has the public key. It shows that these acts were there, and
    nothing of what came later. In the folder of an installation its log has the heads.
    """
    chain = found_folder(folder, home).store.file.read()
    found = KeptHead(len(chain.acts), chain.head, utc_text(now()))
    note = found.signed(read_key(key)).decode() if key else ""
    if as_json:
        said = {"acts": found.acts, "head": found.head, "at": found.at}
        click.echo(json.dumps(said | ({"note": note} if note else {})))
    else:
        click.echo(note or found.head, nl=not note)


@click.command("verify")
@click.option(
    "--head",
    "heads",
    multiple=True,
    metavar="HASH|FILE",
    help="A head that was kept: the hash, or a file with a signed note; again for more.",
)
@click.option(
    "--vkey", "vkeys", multiple=True, metavar="VKEY", help="By whom such notes are signed: a public key."
)
@folder_option
@home_option
@json_option
def verify_(
    *, heads: tuple[str, ...], vkeys: tuple[str, ...], folder: Path | None, home: Path | None, as_json: bool
) -> None:
    """Verify the acts: each follows the one before, each text is the one it was, what was erased is destroyed, and kept heads are there.

    Without a head that was kept elsewhere, acts that are gone from the end do not show, nor a chain that was written anew as a whole. Of the
    folder of an installation `ostiary watch verify DIR --log HOME` says more. Ends with 5 when something does not hold.
    """
    store, kept = found_folder(folder, home).store, [_kept(one, vkeys) for one in heads]
    try:
        chain, fault = verify_acts(store.folder, kept), ""
    except (WatchFolderDamaged, KeyFileError) as error:
        chain, fault = Chain(), error.message
    if as_json:
        click.echo(json.dumps(_object(chain, kept, fault)))
    else:
        click.echo(printable(fault) if fault else _line(chain, kept))
    if fault:
        sys.exit(VERIFICATION_FAILED)


def _kept(text: str, vkeys: tuple[str, ...]) -> str:
    if _HEAD.fullmatch(text):
        return text
    if not vkeys:
        raise click.UsageError("a signed note needs --vkey: the public key of whoever signed it")
    try:
        with Path(text).open("rb") as file:
            raw = file.read(MAX_NOTE_BYTES + 1)
    except OSError as error:
        raise ProofInvalid(
            f"`{text}` is neither a head of 64 hexadecimal digits nor a file: {error.strerror}"
        ) from error
    return open_kept_head(raw, [VerifierKey.parse(one) for one in vkeys]).head


def _object(chain: Chain, kept: list[str], fault: str) -> dict[str, object]:
    erased = sum(act.is_erased for act in chain.acts)
    return {
        "holds": not fault,
        "fault": fault,
        "acts": len(chain.acts),
        "erased": erased,
        "head": chain.head,
        "kept_heads": len(kept),
    }


def _line(chain: Chain, kept: list[str]) -> str:
    erased = sum(act.is_erased for act in chain.acts)
    gone = f", of which {erased} say nothing any more" if erased else ""
    held = (
        f"{counted(len(kept), 'head')} that {'was' if len(kept) == 1 else 'were'} kept elsewhere"
        if kept
        else "no head that was kept elsewhere: acts that are gone from its end do not show"
    )
    return f"the chain holds: {counted(len(chain.acts), 'act')}{gone}; held against {held}"
