"""``ostiary log receipt`` and ``ostiary log checkpoint``, and how a receipt is verified.

Knows: arguments, which files are read and written, what a receipt shows and what it does not, in words.
Must not know: tiles, notes, proofs, journals.
"""

from __future__ import annotations

import json
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import click

from ostiary.cli.log.home import log_and_key_of_home, log_of_home
from ostiary.cli.log.opening import opening_file, opening_lines, opening_object, part_options
from ostiary.cli.options import home_option, json_option, master_key_option
from ostiary.errors import ProofInvalid, SettingsError
from ostiary.evidence.opening import Opening
from ostiary.evidence.partial_file import MAX_PARTIAL_BYTES, read_any_opening
from ostiary.evidence.partial_opening import PartialOpening
from ostiary.evidence.receipt import Receipt, verify_receipt
from ostiary.store.log.folder import LogFolder
from ostiary.store.log.receipts import make_receipt, read_opening_of, read_published, read_witnessed
from ostiary.store.log.unlocking import log_keys
from ostiary.tlog.key_text import encode_base64
from ostiary.tlog.proof_file import MAX_PROOF_BYTES
from ostiary.tlog.trust import MAX_TRUST_BYTES, Trusted, TrustPolicy, parse_trust

NOT_SHOWN: Final = (
    "It does not show that what was declared was true, nor that whoever runs the gateway logged everything."
)

trust_option = click.option(
    "--trust",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Whom you believe: a C2SP tlog-policy, such as the log's `trust.policy`.",
)


@click.command()
@click.argument("where", nargs=-1, required=True, metavar="[FOLDER] NUMBER")
@click.option(
    "--out",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Instead of standard output.",
)
@click.option(
    "--opening",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Also write what the entry says, for those who may know: from the private side, with mode 0600.",
)
@part_options
@master_key_option
@home_option
@json_option
def receipt(
    where: tuple[str, ...],
    out: Path | None,
    opening: Path | None,
    *,
    fields: str | None,
    subjects: tuple[int, ...],
    asked_about: tuple[str, ...],
    master_key: Path | None,
    home: Path | None,
    as_json: bool,
) -> None:
    """The receipt of the entry NUMBER: proof that it stands in the log, for anybody, offline.

    FOLDER is a log's folder, with or without its private side; without it, the log of the installation is meant. The
    receipt is a C2SP tlog-proof. It says nothing of what the entry says. An opening shows all of it, or with --fields,
    --subject and --asked-about those parts alone.
    """
    if opening is None and (fields is not None or subjects or asked_about):
        raise click.UsageError("parts are opened in a file of their own: name it with --opening FILE")
    (folder, home_key), index = _folder(where[:-1], home), _index(where)
    raw = make_receipt(folder, index)
    if opening is not None:
        with log_keys(folder, master_key or home_key) as keys:
            _write(opening, opening_file(read_opening_of(folder, index, keys), fields, subjects, asked_about))
    if out is not None:
        _write(out, raw)
    if as_json:
        click.echo(json.dumps({"index": index, "receipt": raw.decode()}))
    elif out is None:
        sys.stdout.write(raw.decode())
    else:
        click.echo(f"the receipt of entry {index} is in `{out}`")


@click.command()
@click.argument("folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))
@trust_option
@home_option
@json_option
def checkpoint(folder: Path | None, trust: Path | None, home: Path | None, *, as_json: bool) -> None:
    """The signed checkpoint that a log has published last, as it stands there.

    FOLDER is a log's folder; without it, the log of the installation is meant. Its own key must have signed it; with
    --trust, also whom the file asks for. Keep checkpoints: two that do not agree are proof of a forgery.
    """
    directory = folder or log_of_home(home)
    # Who asks for witnesses gets the checkpoint that they have cosigned, which may be a little older.
    published = read_published(directory) if trust is None else read_witnessed(directory)
    trusted = read_trust(trust).verify(published.note) if trust is not None else None
    if not as_json:
        sys.stdout.write(published.note.decode())
        return
    found = {
        "origin": published.checkpoint.origin,
        "size": published.checkpoint.size,
        "root": encode_base64(published.checkpoint.root),
        "note": published.note.decode(),
    }
    click.echo(json.dumps(found | (_trusted_object(trusted) if trusted is not None else {})))


def tell_verified(target: Path, trust: Path | None, opening: Path | None, *, as_json: bool) -> None:
    """Verify the receipt in a file and say what it shows.

    Raises ProofInvalid when it or its opening does not hold, SettingsError when nobody says whom to believe.
    """
    if trust is None:
        raise SettingsError(
            "nobody says whom to believe",
            hint="give --trust FILE: the log's trust.policy, from somebody whom you trust and not from beside the receipt",
        )
    policy = read_trust(trust)
    found = verify_receipt(_read(target, MAX_PROOF_BYTES), policy)
    opened = read_any_opening(_read(opening, MAX_PARTIAL_BYTES)) if opening is not None else None
    if opened is not None:
        opened.verify(found.commitment)
    click.echo(
        json.dumps(_receipt_object(found, opened)) if as_json else "\n".join(_lines(found, policy, opened))
    )


def read_trust(path: Path) -> TrustPolicy:
    """The trust file at a path. Raises ProofInvalid, naming it, when it is none; SettingsError when it cannot be read."""
    raw = _read(path, MAX_TRUST_BYTES)
    try:
        return parse_trust(raw)
    except ProofInvalid as fault:
        raise ProofInvalid(f"`{path}`: {fault.message}", hint=fault.hint) from None


def _lines(found: Receipt, policy: TrustPolicy, opened: Opening | PartialOpening | None) -> list[str]:
    tree = found.trusted.checkpoint
    signers = ", ".join(key.name for key in found.trusted.signed_by)
    lines = [
        f"the receipt holds: entry {found.index} ({found.kind}) stands in the log {tree.origin}",
        f"its tree has {tree.size} entries and the root {encode_base64(tree.root)}",
        f"signed by {signers}",
    ]
    lines += [f"cosigned by {one.by.name}{_moment(one.time)}" for one in found.trusted.cosigned]
    if not found.trusted.cosigned:
        asked = "asks for no witness" if policy.is_met_by(frozenset()) else "asks for witnesses"
        lines.append(f"cosigned by nobody: the trust file {asked}")
    if opened is not None:
        lines += opening_lines(opened)
    return [*lines, NOT_SHOWN]


def _moment(time: int) -> str:
    if time == 0:
        return ", without a time"
    try:
        return f" at {datetime.fromtimestamp(time, UTC):%Y-%m-%d %H:%M:%S} UTC"
    except (ValueError, OverflowError, OSError):
        # A time of 63 bits may lie beyond what a calendar has.
        return f" at second {time} since 1970"


def _receipt_object(found: Receipt, opened: Opening | PartialOpening | None) -> dict[str, object]:
    tree = found.trusted.checkpoint
    result: dict[str, object] = {
        "holds": True,
        "index": found.index,
        "kind": found.kind,
        "commitment": found.commitment.hex(),
        "origin": tree.origin,
        "size": tree.size,
        "root": encode_base64(tree.root),
        **_trusted_object(found.trusted),
        "caveat": NOT_SHOWN,
    }
    if opened is not None:
        result["opened"] = opening_object(opened)
    return result


def _trusted_object(trusted: Trusted) -> dict[str, object]:
    return {
        "signed_by": [key.name for key in trusted.signed_by],
        "cosigned": [{"by": one.by.name, "time": one.time} for one in trusted.cosigned],
    }


def _folder(named: tuple[str, ...], home: Path | None) -> tuple[Path, Path | None]:
    match named:
        case ():
            return log_and_key_of_home(home)
        case (folder,) if LogFolder(Path(folder)).verifier_key.is_file():
            return Path(folder), None
        case (folder,):
            raise SettingsError(f"`{folder}` is no log folder", hint="it has `log.vkey` and `public` in it")
        case _:
            raise click.UsageError("one folder and one number are expected")


def _index(where: tuple[str, ...]) -> int:
    text = where[-1].removeprefix("#")
    # 2^63 has 19 digits; no log is longer.
    if not text.isascii() or not text.isdecimal() or len(text) > len(str(2**63)):
        raise click.UsageError(f"`{where[-1]}` is not the number of an entry")
    return int(text)


def _read(path: Path, limit: int) -> bytes:
    try:
        with path.open("rb") as file:
            # One byte more than may be, so that what is too long is seen to be.
            return file.read(limit + 1)
    except OSError as fault:
        raise SettingsError(
            f"`{path}` cannot be read: {(fault.strerror or 'unknown reason').lower()}"
        ) from None


def _write(path: Path, data: bytes) -> None:
    """A new file that only its owner may read; nothing is written over."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
    except OSError as fault:
        raise SettingsError(
            f"`{path}` cannot be written: {(fault.strerror or 'unknown reason').lower()}"
        ) from None
