"""``ostiary log verify``: whether a log, or a receipt of one, is what it must be.

Knows: how a verification is asked for, shown while it runs, and reported.
Must not know: tiles, notes, journals; what a receipt shows.
"""

from __future__ import annotations

import base64
import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import click

from ostiary.cli.exits import tell
from ostiary.cli.log.disclosure import log_option, tell_disclosure
from ostiary.cli.log.key_words import keys_line, keys_object
from ostiary.cli.log.receipt import read_trust, tell_verified, trust_option
from ostiary.cli.options import master_key_option
from ostiary.cli.progress import shown_progress
from ostiary.errors import BundleError, EvidenceFault, LogUnavailable, SettingsError
from ostiary.model.agency import Official
from ostiary.office.access_words import printable
from ostiary.store.bundle_files import read_bundle
from ostiary.store.disclosure_folder import is_disclosure
from ostiary.store.log.erasure_orders import verify_ordered
from ostiary.store.log.folder import LogFolder, read_verifier
from ostiary.store.log.key_check import KeyReport, check_keys
from ostiary.store.log.peer_verify import PeerReport, verify_with_peers
from ostiary.store.log.predecessors import Before, verify_predecessors
from ostiary.store.log.reader import read_entries
from ostiary.store.log.receipts import read_witnessed
from ostiary.store.log.unlocking import log_keys
from ostiary.store.log.verify import Report, verify_log
from ostiary.store.master_key import read_master_key
from ostiary.tlog.note import VerifierKey
from ostiary.tlog.peers import parse_peers

# 0 is a log that is whole.
VERIFICATION_FAILED = 5
WRONG_CALL = 2
"""Click's own status."""


ONLY_FOR: Final = {
    "--opening": "a receipt",
    "--log": "a disclosure",
    "--peers": "a log's folder",
    "--master-key": "a log's folder",
}


@click.command()
@click.argument("target", type=click.Path(exists=True, path_type=Path))
@trust_option
@click.option(
    "--opening",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="What the entry of a receipt says; shown when it is that.",
)
@log_option
@click.option(
    "--peers",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Ask the peers in this file too, and compare the journal with all that they have acknowledged.",
)
@master_key_option
@click.option(
    "--policy",
    metavar="FOLDER",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The policy, which has the officials' keys: erasures must be signed by two of them, and a disclosure made by one.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of a sentence.")
def verify(
    *,
    target: Path,
    trust: Path | None,
    opening: Path | None,
    public_log: Path | None,
    peers: Path | None,
    master_key: Path | None,
    policy: Path | None,
    as_json: bool,
) -> None:
    """Verify TARGET: a log's folder, everything in it read again; or a receipt or a disclosure, offline, against a trust file.

    The private side of a log is verified too where it is there; with --trust its checkpoint must be believed too. What
    sealed entries say is looked at with --master-key alone: each must open with its own key, or have been erased as a
    directive of two officials in the log says; with --policy too, their signatures are verified. Exits with 0 when the log is whole or the receipt or disclosure holds, and 5 when not.
    """
    given = {"--opening": opening, "--log": public_log, "--peers": peers, "--master-key": master_key}
    _verify_fits(target, given)
    if policy is not None and master_key is None and not is_disclosure(target):
        raise click.UsageError("--policy is for a disclosure, and for a log's folder with --master-key")
    if not target.is_dir():
        _verify_receipt(target, trust, opening, as_json=as_json)
        return
    if is_disclosure(target):
        _verify_disclosure(target, trust, public_log, _officials(policy), as_json=as_json)
        return
    _verify_log(target, trust, peers=peers, master_key=master_key, policy=policy, as_json=as_json)


def _verify_log(
    target: Path,
    trust: Path | None,
    *,
    peers: Path | None,
    master_key: Path | None,
    policy: Path | None,
    as_json: bool,
) -> None:
    if not _is_log(target):
        hint = f"did you mean `{target / 'log'}`?" if _is_log(target / "log") else ""
        tell(SettingsError(f"`{target}` is no log folder", hint=hint))
        sys.exit(WRONG_CALL)
    officials, is_shown = _officials(policy), sys.stderr.isatty() and not as_json
    try:
        with shown_progress("verifying", is_shown=is_shown) as progress:
            report = verify_log(target, progress)
            before = tuple(verify_predecessors(target, progress))
        if trust is not None:
            read_trust(trust).verify(read_witnessed(target).note)
        agreed = None if peers is None else verify_with_peers(target, parse_peers(peers.read_bytes()))
        keys = _check_keys(target, master_key, officials, is_shown=is_shown)
    except EvidenceFault as fault:
        _tell_failure(fault, "the log is not whole", as_json=as_json)
        sys.exit(VERIFICATION_FAILED)
    except OSError as fault:
        unread = LogUnavailable(f"`{fault.filename}` cannot be read: {fault.strerror}")
        _tell_failure(unread, "the log is not whole", as_json=as_json)
        sys.exit(VERIFICATION_FAILED)
    if as_json:
        also: dict[str, object] = {
            "keys": keys and keys_object(keys),
            "predecessors": list(map(_before_as_object, before)),
            "signatures": bool(officials),
        }
        click.echo(json.dumps(_as_object(report, agreed) | also))
        return
    said = [report.sentence, *(one.sentence for one in before)]
    said += [] if agreed is None else [agreed.sentence]
    signed = f"each erasure is signed by two officials of the policy in `{policy}`" if officials else ""
    click.echo("\n".join(filter(None, [*said, keys_line(target, keys), signed])))


def _verify_fits(target: Path, given: Mapping[str, object]) -> None:
    """Raises UsageError for an option that this kind of target has no use for: nobody is to believe that it was looked at."""
    kind = "a log's folder" if not is_disclosure(target) else "a disclosure"
    kind = kind if target.is_dir() else "a receipt"
    for name, value in given.items():
        if value is not None and ONLY_FOR[name] != kind:
            raise click.UsageError(f"{name} is for {ONLY_FOR[name]}, and TARGET is {kind}")


def _officials(policy: Path | None) -> Mapping[str, Official]:
    """Those of a policy, by their codes. Ends the program when it is no policy: nobody is to believe that it was looked at."""
    try:
        return {} if policy is None else read_bundle(policy).officials
    except BundleError as fault:
        tell(fault)
        sys.exit(WRONG_CALL)


def _check_keys(
    target: Path, master_key: Path | None, officials: Mapping[str, Official], *, is_shown: bool
) -> KeyReport | None:
    if master_key is None:
        return None
    folder = LogFolder(target)
    with shown_progress("opening", is_shown=is_shown) as progress:
        report = check_keys(folder, read_master_key(master_key), progress)
    with log_keys(target, master_key) as keys:
        signers = {code: VerifierKey.parse(one.vkey) for code, one in officials.items()} or None
        verify_ordered(read_entries(target, 0, keys), read_verifier(folder).name, signers)
    return report


def _is_log(target: Path) -> bool:
    """Whether it looks like a log's folder; one that has lost its verifier key is a damaged log, not none."""
    folder = LogFolder(target)
    return folder.verifier_key.exists() or (folder.public.exists() and folder.private.exists())


def _as_object(report: Report, agreed: PeerReport | None) -> dict[str, object]:
    return {
        "whole": True,
        "origin": report.origin,
        "size": report.size,
        "root": base64.b64encode(report.root).decode(),
        "signed_by": report.signed_by,
        "unpublished": report.unpublished,
        "strays": report.strays,
        "is_head_shared": report.is_head_shared,
        "witnessed": report.witnessed
        and {
            "size": report.witnessed.checkpoint.size,
            "by": report.witnessed.names,
            "is_quorum": report.witnessed.is_quorum,
            "as_of": report.witnessed.as_of,
        },
        "peers": agreed
        and {
            "marks": agreed.marks,
            "entries": {name: mark and mark.size for name, mark in agreed.latest.items()},
            "silent": agreed.silent,
        },
        "sentence": report.sentence,
    }


def _before_as_object(before: Before) -> dict[str, object]:
    return {
        "origin": before.origin,
        "size": before.size,
        "folder": None if before.folder is None else str(before.folder),
    }


def _verify_receipt(target: Path, trust: Path | None, opening: Path | None, *, as_json: bool) -> None:
    with _judged("receipt", as_json=as_json):
        tell_verified(target, trust, opening, as_json=as_json)


def _verify_disclosure(
    target: Path,
    trust: Path | None,
    public_log: Path | None,
    officials: Mapping[str, Official],
    *,
    as_json: bool,
) -> None:
    with _judged("disclosure", as_json=as_json):
        tell_disclosure(target, trust, public_log, officials, as_json=as_json)


@contextmanager
def _judged(kind: str, *, as_json: bool) -> Iterator[None]:
    """Ends the program with the words and the status of whatever is wrong with a receipt or a disclosure."""
    try:
        yield
    except SettingsError as fault:
        tell(fault)
        sys.exit(WRONG_CALL)
    except EvidenceFault as fault:
        _tell_failure(fault, f"the {kind} does not hold", as_json=as_json, what="holds")
        sys.exit(VERIFICATION_FAILED)


def _tell_failure(fault: EvidenceFault, headline: str, *, as_json: bool, what: str = "whole") -> None:
    if as_json:
        found = {what: False, "code": fault.code, "message": fault.message, "hint": fault.hint}
        click.echo(json.dumps(found))
        return
    # It may quote what a stranger has put into a file, or its name.
    click.echo(f"{headline}: {printable(fault.message)}", err=True)
    if fault.hint:
        click.echo(f"hint: {fault.hint}", err=True)
