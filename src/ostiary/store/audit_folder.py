"""The folder of a disclosure to auditors: writing it, and verifying one that somebody brings.

Knows: which files are in it, and that there may be no other.
Must not know: settings, directives, officials' keys as files, what an entry means.

    index.html  accesses.json  accesses.csv     made from the entries, and made again by whoever verifies
    entries.jsonl                               every entry of the days: its opening and its path to the root
    evidence.json  checkpoint                   the days' index roots, and the signed tree that everything is proved under
    made.tlog-proof  made.opening               the log's entry that this disclosure was made
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ostiary.errors import LogUnavailable, ProofInvalid
from ostiary.evidence.commitment import DISCLOSURE
from ostiary.evidence.disclosure.audit import (
    MAX_ENTRIES,
    MAX_LINE_BYTES,
    Audit,
    Opened,
    read_audit,
    read_opened,
    verify_audit,
    write_audit,
    write_opened,
)
from ostiary.evidence.disclosure.audit_tables import Audited, audit_files, audited
from ostiary.evidence.disclosure.evidence_file import MAX_EVIDENCE_BYTES
from ostiary.evidence.disclosure.made import evidence_hash, open_made
from ostiary.evidence.opening import MAX_OPENING_BYTES, Opening, read_opening
from ostiary.evidence.receipt import verify_receipt
from ostiary.store.disclosure_folder import EVIDENCE, MADE_OPENING, MADE_RECEIPT, read_named
from ostiary.store.log.index_days import Days, next_day
from ostiary.store.log.indexing import Indexed, Source, read_indexed
from ostiary.store.log.receipts import Published, TreeReader
from ostiary.tlog.checkpoint import Checkpoint
from ostiary.tlog.note import MAX_NOTE_BYTES
from ostiary.tlog.proof_file import MAX_PROOF_BYTES
from ostiary.tlog.trust import TrustPolicy

ENTRIES: Final = "entries.jsonl"
CHECKPOINT: Final = "checkpoint"
_PROGRESS_STEP: Final = 256


@dataclass(frozen=True, slots=True)
class CheckedAudit:
    """A disclosure to auditors that holds, and what it comes to."""

    audit: Audit
    found: Audited
    tree: Checkpoint


def indexed_days(source: Source, since: str, until: str) -> list[Indexed]:
    """The days from one to another, both included. Raises LogUnavailable when one is not indexed, or for too many entries."""
    days, day = [], since
    while day <= until:
        days.append(read_indexed(source.directory, day))
        day = next_day(day)
    if not days:
        raise LogUnavailable(f"there is no day from {since} to {until}")
    if (count := days[-1].root.end - days[0].root.start) > MAX_ENTRIES:
        raise LogUnavailable(
            f"these days have {count} entries; one disclosure has at most {MAX_ENTRIES}",
            hint="ask for fewer days",
        )
    return days


def opened_entries(
    source: Source, days: list[Indexed], tree: TreeReader, progress: Callable[[int, int], None]
) -> Iterator[Opened]:
    """Every entry of these days. Raises LogUnavailable for one that was erased: it cannot be opened any more."""
    first, end = days[0].root.start, days[-1].root.end
    for index, entry in Days(source.directory, source.keys).all_of(days[0].root.day, first, end):
        if index % _PROGRESS_STEP == 0:
            progress(index - first, end - first)
        yield Opened(index, Opening(entry.kind, entry.salt, entry.payload), tree.path(index))


def audit_contents(audit: Audit, entries: list[Opened], published: Published) -> dict[str, bytes]:
    """All files but those that say that it was made, once everything is verified. Raises ProofInvalid."""
    tree = published.checkpoint
    found = audited(audit, verify_audit(audit, entries, tree))
    return {
        **audit_files(audit, found, tree),
        EVIDENCE: write_audit(audit),
        CHECKPOINT: published.note,
        ENTRIES: b"".join(map(write_opened, entries)),
    }


def is_for_auditors(folder: Path) -> bool:
    """Whether a disclosure is one to auditors."""
    return (folder / ENTRIES).exists()


def verify_audit_folder(folder: Path, trust: TrustPolicy) -> CheckedAudit:
    """Verify a disclosure to auditors, offline. Raises ProofInvalid, SettingsError as ``TrustPolicy.verify``."""
    raw = read_named(folder, EVIDENCE, MAX_EVIDENCE_BYTES)
    audit = read_audit(raw)
    tree = trust.verify(read_named(folder, CHECKPOINT, MAX_NOTE_BYTES)).checkpoint
    found = audited(audit, verify_audit(audit, _lines(folder), tree))
    files = audit_files(audit, found, tree)
    for name, expected in files.items():
        if read_named(folder, name, MAX_EVIDENCE_BYTES) != expected:
            raise ProofInvalid(f"`{name}` does not say what the evidence says: it was altered")
    _verify_made(folder, audit, raw, trust)
    others = {path.name for path in folder.iterdir()} - {
        *(*files, EVIDENCE, CHECKPOINT, ENTRIES, MADE_RECEIPT, MADE_OPENING)
    }
    if others:
        raise ProofInvalid(f"`{min(others)}` does not belong to the disclosure")
    return CheckedAudit(audit, found, tree)


def _lines(folder: Path) -> Iterator[Opened]:
    path = folder / ENTRIES
    if path.is_symlink() or not path.is_file():
        raise ProofInvalid(f"`{ENTRIES}` is not a regular file")
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
