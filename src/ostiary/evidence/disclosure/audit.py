"""A disclosure to auditors: every entry of some days, opened in full, and that none of them is missing.

Knows: its form, stretches of the log, inclusion proofs, openings.
Must not know: files, whom to trust, pages, what an entry means.

The entries are those of the stretches that the days' indexes cover. These follow each other, so that whoever counts from the
first to the last misses none.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from ostiary.errors import LogDamaged, ProofInvalid
from ostiary.evidence.commitment import SUBJECT_INDEX_ROOT, commit
from ostiary.evidence.disclosure.content import Hold, Signatory, Words
from ostiary.evidence.disclosure.evidence_file import read_words, words_plain
from ostiary.evidence.disclosure.exact import (
    each,
    exact_bytes,
    exact_day,
    exact_instant,
    exact_list,
    exact_number,
    exact_object,
    exact_text,
)
from ostiary.evidence.index.day_root import DayRoot, read_day_root
from ostiary.evidence.opening import MAX_OPENING_BYTES, Opening
from ostiary.model.canonical import Plain, canonical_bytes
from ostiary.tlog.checkpoint import Checkpoint
from ostiary.tlog.key_text import encode_base64
from ostiary.tlog.merkle import leaf_hash, verify_inclusion

FORM: Final = "ostiary/disclosure-auditor/v1"
# A path of 63 hashes of 47 bytes each and the opening.
MAX_LINE_BYTES: Final = MAX_OPENING_BYTES + 4096
# A hundred days of a city with ten thousand entries a day; more is told in several disclosures.
MAX_ENTRIES: Final = 1_000_000

_NAMES: Final = "form origin as_of since until official roots holds words"


@dataclass(frozen=True, slots=True)
class Opened:
    """An entry with its opening and the path from it to the root, its sibling first."""

    entry: int
    opening: Opening
    path: tuple[bytes, ...]

    def verify(self, tree: Checkpoint) -> None:
        """Raises ProofInvalid unless the entry stands in the tree and says this."""
        try:
            leaf = leaf_hash(commit(self.opening.kind, self.opening.salt, self.opening.payload))
        except (LogDamaged, ValueError):
            raise ProofInvalid("the opening is of no entry") from None
        verify_inclusion(index=self.entry, size=tree.size, leaf=leaf, proof=self.path, root=tree.root)


@dataclass(frozen=True, slots=True)
class Audit:
    """What auditors are handed beside the entries: the days' index roots, holds in force, words for codes."""

    origin: str
    as_of: str
    since: str
    until: str
    official: Signatory
    roots: tuple[Opened, ...]
    holds: tuple[tuple[str, Hold], ...] = ()
    words: Words = field(default_factory=Words)
    """``holds``: the case of each, and the hold."""


def write_audit(audit: Audit) -> bytes:
    """The file's bytes: one line of canonical JSON."""
    official = audit.official
    return (
        canonical_bytes(
            {
                "form": FORM,
                "origin": audit.origin,
                "as_of": audit.as_of,
                "since": audit.since,
                "until": audit.until,
                "official": [official.code, official.name, official.office, official.vkey],
                "roots": [_opened_plain(one) for one in audit.roots],
                "holds": [[case, hold.directive, hold.until] for case, hold in audit.holds],
                "words": words_plain(audit.words),
            }
        )
        + b"\n"
    )


def read_audit(raw: bytes) -> Audit:
    """Read it. Raises ProofInvalid unless it is exactly what ``write_audit`` writes; nothing is verified yet."""
    found = exact_object(_json(raw), _NAMES, "disclosure")
    audit = Audit(
        exact_text(found["origin"]),
        exact_instant(found["as_of"]),
        exact_day(found["since"]),
        exact_day(found["until"]),
        Signatory(*map(exact_text, exact_list(found["official"], 4))),
        each(found["roots"], _opened),
        each(found["holds"], _hold),
        read_words(found["words"]),
    )
    if found["form"] != FORM or not _is_spelled(audit, raw):
        raise ProofInvalid("the evidence of the disclosure is not spelled in the one canonical way")
    return audit


def _is_spelled(audit: Audit, raw: bytes) -> bool:
    try:
        return write_audit(audit) == raw
    except ValueError:
        # Half a character has no UTF-8.
        return False


def write_opened(one: Opened) -> bytes:
    """One line of the file of entries."""
    return canonical_bytes(_opened_plain(one)) + b"\n"


def read_opened(line: bytes) -> Opened:
    """Read one. Raises ProofInvalid unless it is exactly what ``write_opened`` writes."""
    opened = _opened(_json(line))
    if write_opened(opened) != line:
        raise ProofInvalid("an entry of the disclosure is not spelled in the one canonical way")
    return opened


def verify_audit(audit: Audit, entries: Iterable[Opened], tree: Checkpoint) -> Iterator[Opened]:
    """Each entry once it is verified. What was given out holds once the last one was: then it is certain that none is missing.

    Raises ProofInvalid, naming the entry or the day.
    """
    days = [_day(one, tree) for one in audit.roots]
    if not days or tree.origin != audit.origin:
        raise ProofInvalid("the disclosure covers no day, or is of another log")
    for before, root in pairwise(days):
        if not root.follows(before):
            raise ProofInvalid(
                f"the index of {root.day} does not follow that of {before.day}: a day is missing"
            )
    if (days[0].day, days[-1].day) != (audit.since, audit.until):
        raise ProofInvalid(f"the days do not reach from {audit.since} to {audit.until}")
    expected = days[0].start
    for one in entries:
        if one.entry != expected:
            raise ProofInvalid(f"entry {expected} was left out, or is not in its place")
        _named(one, tree)
        expected += 1
        yield one
    if expected != days[-1].end:
        raise ProofInvalid(f"entry {expected} was left out, or there are too many")


def _day(one: Opened, tree: Checkpoint) -> DayRoot:
    _named(one, tree)
    if one.opening.kind != SUBJECT_INDEX_ROOT:
        raise ProofInvalid(f"entry {one.entry} is no index root")
    try:
        return read_day_root(one.opening.payload)
    except LogDamaged as fault:
        raise ProofInvalid(fault.message) from None


def _named(one: Opened, tree: Checkpoint) -> None:
    try:
        one.verify(tree)
    except ProofInvalid as fault:
        raise ProofInvalid(f"entry {one.entry}: {fault.message}") from None


def _opened_plain(one: Opened) -> dict[str, Plain]:
    opening = one.opening
    return {
        "entry": one.entry,
        "kind": opening.kind,
        "salt": encode_base64(opening.salt),
        "payload": encode_base64(opening.payload),
        "path": [encode_base64(part) for part in one.path],
    }


def _opened(value: object) -> Opened:
    found = exact_object(value, "entry kind salt payload path", "opened entry")
    opening = Opening(exact_number(found["kind"]), exact_bytes(found["salt"]), exact_bytes(found["payload"]))
    return Opened(exact_number(found["entry"]), opening, each(found["path"], exact_bytes))


def _hold(value: object) -> tuple[str, Hold]:
    case, directive, until = map(exact_text, exact_list(value, 3))
    return case, Hold(directive, until)


def _json(raw: bytes) -> object:
    try:
        return json.loads(raw)
    except (ValueError, RecursionError):
        raise ProofInvalid("the evidence of the disclosure is not JSON") from None
