"""The folder of a disclosure to auditors: writing it, and verifying one that somebody brings.

Knows: which files are in it, and that there may be no other.
Must not know: settings, directives, officials' keys as files, what an entry means.

    index.html  accesses.json  accesses.csv     made from the entries, and made again by whoever verifies
    entries.jsonl                               every entry of the days: its opening and its path to the root
    evidence.json  checkpoint                   the days' index roots, and the signed tree that everything is proved under
    entries-1.jsonl  checkpoint-1  ...          the same of each log before the one that runs, the oldest first
    made.tlog-proof  made.opening               the log's entry that this disclosure was made
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ostiary.errors import ProofInvalid
from ostiary.evidence.commitment import DISCLOSURE
from ostiary.evidence.disclosure.audit import (
    MAX_LINE_BYTES,
    Audit,
    Opened,
    read_audit,
    read_opened,
    write_audit,
    write_opened,
)
from ostiary.evidence.disclosure.audit_tables import Audited, audit_files, audited
from ostiary.evidence.disclosure.audit_verification import verify_audit, verify_roots
from ostiary.evidence.disclosure.evidence_file import MAX_EVIDENCE_BYTES
from ostiary.evidence.disclosure.made import evidence_hash, open_made
from ostiary.evidence.index.day_root import DayRoot
from ostiary.evidence.opening import MAX_OPENING_BYTES, read_opening
from ostiary.evidence.receipt import verify_receipt
from ostiary.store.disclosure_folder import EVIDENCE, MADE_OPENING, MADE_RECEIPT, read_named
from ostiary.store.log.receipts import Published
from ostiary.tlog.checkpoint import Checkpoint
from ostiary.tlog.note import MAX_NOTE_BYTES
from ostiary.tlog.proof_file import MAX_PROOF_BYTES
from ostiary.tlog.trust import Trusted, TrustPolicy

ENTRIES: Final = "entries.jsonl"
CHECKPOINT: Final = "checkpoint"


@dataclass(frozen=True, slots=True)
class CheckedAudit:
    """A disclosure to auditors that holds, what it comes to, and each log's tree and days, the oldest first."""

    audit: Audit
    found: Audited
    trees: tuple[Checkpoint, ...]
    days: tuple[tuple[DayRoot, ...], ...]

    @property
    def tree(self) -> Checkpoint:
        """That of the log that runs."""
        return self.trees[-1]


def entries_name(log: int) -> str:
    """Where the entries of a log stand: of the one that runs (0), or of the ``log``-th of those before it, from 1 on."""
    return f"entries-{log}.jsonl" if log else ENTRIES


def checkpoint_name(log: int) -> str:
    """Where the signed tree of a log stands, likewise."""
    return f"{CHECKPOINT}-{log}" if log else CHECKPOINT


def numbers(audit: Audit) -> list[int]:
    """Under which number the files of each log stand, the oldest first."""
    return [*range(1, len(audit.before) + 1), 0]


def audit_contents(
    audit: Audit, entries: Sequence[list[Opened]], published: Sequence[Published]
) -> tuple[CheckedAudit, dict[str, bytes]]:
    """All files but those that say that it was made, once everything is verified. Raises ProofInvalid.

    ``entries`` and ``published`` are of the logs in the order of ``audit.logs``.
    """
    trees = [Trusted(one.checkpoint, (one.verifier,), ()) for one in published]
    checked, files = _checked(audit, entries, trees)
    files[EVIDENCE] = write_audit(audit)
    for number, opened, one in zip(numbers(audit), entries, published, strict=True):
        files[checkpoint_name(number)] = one.note
        files[entries_name(number)] = b"".join(map(write_opened, opened))
    return checked, files


def _checked(
    audit: Audit, entries: Sequence[Iterable[Opened]], trees: Sequence[Trusted]
) -> tuple[CheckedAudit, dict[str, bytes]]:
    """What it comes to, and the files that are made from it."""
    found = audited(audit, verify_audit(audit, entries, trees))
    checkpoints = tuple(one.checkpoint for one in trees)
    checked = CheckedAudit(audit, found, checkpoints, tuple(verify_roots(audit, trees)))
    return checked, audit_files(audit, found, checkpoints)


def is_for_auditors(folder: Path) -> bool:
    """Whether a disclosure is one to auditors."""
    return (folder / ENTRIES).exists()


def verify_audit_folder(folder: Path, trust: TrustPolicy) -> CheckedAudit:
    """Verify a disclosure to auditors, offline. Raises ProofInvalid, SettingsError as ``TrustPolicy.verify``."""
    raw = read_named(folder, EVIDENCE, MAX_EVIDENCE_BYTES)
    audit = read_audit(raw)
    trees = [trust.verify(read_named(folder, checkpoint_name(one), MAX_NOTE_BYTES)) for one in numbers(audit)]
    checked, files = _checked(audit, [_lines(folder / entries_name(one)) for one in numbers(audit)], trees)
    for name, expected in files.items():
        if read_named(folder, name, MAX_EVIDENCE_BYTES) != expected:
            raise ProofInvalid(f"`{name}` does not say what the evidence says: it was altered")
    _verify_made(folder, audit, raw, trust)
    of_logs = {name(one) for one in numbers(audit) for name in (entries_name, checkpoint_name)}
    others = (
        {path.name for path in folder.iterdir()} - {*files, EVIDENCE, MADE_RECEIPT, MADE_OPENING} - of_logs
    )
    if others:
        raise ProofInvalid(f"`{min(others)}` does not belong to the disclosure")
    return checked


def _lines(path: Path) -> Iterator[Opened]:
    if path.is_symlink() or not path.is_file():
        raise ProofInvalid(f"`{path.name}` is not a regular file")
    with path.open("rb") as file:
        while line := file.readline(MAX_LINE_BYTES):
            yield read_opened(line)


def _verify_made(folder: Path, audit: Audit, raw: bytes, trust: TrustPolicy) -> None:
    receipt = verify_receipt(read_named(folder, MADE_RECEIPT, MAX_PROOF_BYTES), trust)
    opening = read_opening(read_named(folder, MADE_OPENING, MAX_OPENING_BYTES))
    opening.verify(receipt.commitment)
    made = open_made(opening.payload, audit.official.vkey)
    told = (opening.kind, made.by, made.audience, made.since, made.until, made.evidence)
    expected = (DISCLOSURE, audit.official.code, "auditor", audit.since, audit.until, evidence_hash(raw))
    if told != expected or receipt.trusted.checkpoint.origin != audit.origin:
        raise ProofInvalid("the evidence is not what the log says was handed over")
