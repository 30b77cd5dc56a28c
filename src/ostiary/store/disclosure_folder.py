"""The folder of a disclosure: writing it, and verifying one that somebody brings.

Knows: which files are in it, and that there may be no other.
Must not know: the log's folder, officials' keys, how anything was gathered.

    index.html  accesses.json  accesses.csv     what is read; made from the evidence, and made again by whoever verifies
    evidence.json                               every proof and every opening
    openings/<entry>.opening                    what the entry itself opens of, for this person
    receipts/<entry>.tlog-proof                 a receipt for each entry that the evidence names
    openings-1/ receipts-1/ ...                 the same of each log before the one that runs, the oldest first
    made.tlog-proof  made.opening               the log's entry that this disclosure was made
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from ostiary.errors import ProofInvalid, SettingsError
from ostiary.evidence.commitment import DISCLOSURE
from ostiary.evidence.disclosure.account import Account, account_of
from ostiary.evidence.disclosure.chain import ReceiptOf
from ostiary.evidence.disclosure.content import Disclosure
from ostiary.evidence.disclosure.evidence_file import MAX_EVIDENCE_BYTES, read_evidence, write_evidence
from ostiary.evidence.disclosure.made import evidence_hash, open_made
from ostiary.evidence.disclosure.page import page_of
from ostiary.evidence.disclosure.tables import as_csv, as_json
from ostiary.evidence.disclosure.verification import (
    OpeningOf,
    Papers,
    Verified,
    verify_disclosure,
)
from ostiary.evidence.opening import MAX_OPENING_BYTES, Opening, read_opening, write_opening
from ostiary.evidence.partial_file import MAX_PARTIAL_BYTES
from ostiary.evidence.receipt import Receipt, verify_receipt
from ostiary.tlog.proof_file import MAX_PROOF_BYTES
from ostiary.tlog.trust import TrustPolicy

EVIDENCE: Final = "evidence.json"
MADE_RECEIPT: Final = "made.tlog-proof"
MADE_OPENING: Final = "made.opening"
RECEIPTS: Final = "receipts"
OPENINGS: Final = "openings"


@dataclass(frozen=True, slots=True)
class Checked:
    """A disclosure that holds, what was shown of it, and what it comes to."""

    disclosure: Disclosure
    verified: Verified
    account: Account


def contents(
    disclosure: Disclosure, receipt_of: ReceiptOf, opening_of: OpeningOf, before: Sequence[Papers] = ()
) -> tuple[Checked, dict[str, bytes]]:
    """The disclosure verified, and the files that are made from it. Raises ProofInvalid; see ``verify_disclosure``."""
    verified = verify_disclosure(disclosure, receipt_of, opening_of, before)
    account = account_of(disclosure, *(log.hows for log in verified.logs))
    files = {
        "index.html": page_of(disclosure, account, verified),
        "accesses.json": as_json(disclosure, account),
        "accesses.csv": as_csv(disclosure, account),
        EVIDENCE: write_evidence(disclosure),
    }
    return Checked(disclosure, verified, account), files


def receipt_name(entry: int, log: int = 0) -> str:
    """Where the receipt of an entry stands: of the log that runs, or of the ``log``-th of those before it, from 1 on."""
    return f"{_of_log(RECEIPTS, log)}/{entry}.tlog-proof"


def opening_name(entry: int, log: int = 0) -> str:
    """Where the opening of an entry's own parts stands, likewise."""
    return f"{_of_log(OPENINGS, log)}/{entry}.opening"


def _of_log(folder: str, log: int) -> str:
    return f"{folder}-{log}" if log else folder


def made_files(receipt: bytes, opening: Opening) -> dict[str, bytes]:
    """The files that say that the disclosure was logged."""
    return {MADE_RECEIPT: receipt, MADE_OPENING: write_opening(opening)}


def write_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write a new folder that only its owner may open. Raises SettingsError when there is one already, or on a full disk."""
    try:
        folder.mkdir(mode=0o700, parents=True)
        for name, data in files.items():
            (folder / name).parent.mkdir(mode=0o700, exist_ok=True)
            descriptor = os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                file.write(data)
    except FileExistsError:
        raise SettingsError(
            f"`{folder}` is there already", hint="a disclosure is written into a new folder"
        ) from None
    except OSError as fault:
        why = (fault.strerror or "unknown reason").lower()
        raise SettingsError(f"`{fault.filename}` cannot be written: {why}") from None


def is_disclosure(folder: Path) -> bool:
    """Whether a folder looks like a disclosure."""
    return (folder / EVIDENCE).is_file()


def verify_folder(folder: Path, trust: TrustPolicy) -> Checked:
    """Verify a disclosure offline, against a trust file: every receipt, proof and opening, and every file made from them.

    Raises ProofInvalid, naming the day, the entry or the file, when anything is missing, is too much or does not hold;
    SettingsError as ``TrustPolicy.verify``.
    """
    raw = read_named(folder, EVIDENCE, MAX_EVIDENCE_BYTES)
    disclosure = read_evidence(raw)
    own, *others = (_Trusting(folder, trust, log) for log in range(len(disclosure.before) + 1))
    before = [Papers(one.receipt, one.opening) for one in others]
    checked, files = contents(disclosure, own.receipt, own.opening, before)
    for name, expected in files.items():
        if read_named(folder, name, MAX_EVIDENCE_BYTES) != expected:
            raise ProofInvalid(f"`{name}` does not say what the evidence says: it was altered")
    _verify_made(disclosure, raw, own, read_named(folder, MADE_OPENING, MAX_OPENING_BYTES))
    asked = (name for one in (own, *others) for name in one.names)
    _verify_no_others(folder, {*files, MADE_RECEIPT, MADE_OPENING, *asked})
    return checked


class _Trusting:
    """The receipts and openings of one log in a folder, each receipt read once."""

    def __init__(self, folder: Path, trust: TrustPolicy, log: int) -> None:
        self.names: set[str] = set()
        self._folder = folder
        self._trust = trust
        self._log = log
        self._named = cache(self.named)

    def receipt(self, entry: int) -> Receipt:
        return self._named(self._asked(receipt_name(entry, self._log)))

    def opening(self, entry: int) -> bytes:
        return read_named(self._folder, self._asked(opening_name(entry, self._log)), MAX_PARTIAL_BYTES)

    def _asked(self, name: str) -> str:
        self.names |= {name, name.partition("/")[0]}
        return name

    def named(self, name: str) -> Receipt:
        try:
            return verify_receipt(read_named(self._folder, name, MAX_PROOF_BYTES), self._trust)
        except ProofInvalid as fault:
            message = fault.message if name in fault.message else f"`{name}`: {fault.message}"
            raise ProofInvalid(message) from None


def _verify_made(disclosure: Disclosure, raw: bytes, trusting: _Trusting, made_opening: bytes) -> None:
    receipt = trusting.named(MADE_RECEIPT)
    opening = read_opening(made_opening)
    opening.verify(receipt.commitment)
    made = open_made(opening.payload, disclosure.official.vkey)
    told = (made.by, made.audience, made.since, made.until)
    official = disclosure.official
    if opening.kind != DISCLOSURE or told != (official.code, "person", disclosure.since, disclosure.until):
        raise ProofInvalid("the log's entry about this disclosure is about another one")
    if receipt.trusted.checkpoint.origin != disclosure.origin or made.evidence != evidence_hash(raw):
        raise ProofInvalid("the evidence is not what the log says was handed over")


def _verify_no_others(folder: Path, names: set[str]) -> None:
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if name not in {RECEIPTS, OPENINGS, *names}:
            raise ProofInvalid(f"`{name}` does not belong to the disclosure")


def read_named(folder: Path, name: str, limit: int) -> bytes:
    """A file of the folder, which may come from somebody who wants to harm whoever verifies: no link, no pipe, no more than that."""
    try:
        descriptor = os.open(folder / name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(descriptor, "rb") as file:
            found = file.read(limit + 1)
    except OSError as fault:
        raise ProofInvalid(
            f"`{name}` cannot be read: {(fault.strerror or 'unknown reason').lower()}"
        ) from None
    if len(found) > limit:
        raise ProofInvalid(f"`{name}` has more bytes than it may have")
    return found
