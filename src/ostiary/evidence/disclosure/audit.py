"""A disclosure to auditors: every entry of some days, opened in full, and that none of them is missing.

Knows: its form, stretches of one log or of several, inclusion proofs, openings.
Must not know: files, whom to trust, pages, what an entry means.

The entries are those of the stretches that the days' indexes cover. These follow each other, so that whoever counts from the
first to the last misses none.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Final

from ostiary.errors import LogDamaged, ProofInvalid
from ostiary.evidence.commitment import commit
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
from ostiary.evidence.opening import MAX_OPENING_BYTES, Opening
from ostiary.model.canonical import Plain, canonical_bytes
from ostiary.tlog.checkpoint import Checkpoint
from ostiary.tlog.key_text import encode_base64
from ostiary.tlog.merkle import leaf_hash, verify_inclusion

FORM: Final = "ostiary/disclosure-auditor/v1"
"""Of one log."""
CHAIN_FORM: Final = "ostiary/disclosure-auditor/v2"
"""Of several: what version 1 says is of the last one, and the ones before it are beside that."""
# A path of 63 hashes of 47 bytes each and the opening.
MAX_LINE_BYTES: Final = MAX_OPENING_BYTES + 4096
# A hundred days of a city with ten thousand entries a day; more is told in several disclosures.
MAX_ENTRIES: Final = 1_000_000

_NAMES: Final = "form origin as_of since until official roots holds words"
_CHAIN_NAMES: Final = f"{_NAMES} before links"


@dataclass(frozen=True, slots=True)
class Opened:
    """An entry with its opening and the path from it to the root, its sibling first.

    ``log`` is the log in which an index root stands, where it is another than the one whose day it is: a later one.
    """

    entry: int
    opening: Opening
    path: tuple[bytes, ...]
    log: str = ""

    def verify(self, tree: Checkpoint) -> bytes:
        """The entry's public bytes. Raises ProofInvalid unless it stands in the tree and says this."""
        try:
            public = commit(self.opening.kind, self.opening.salt, self.opening.payload)
        except (LogDamaged, ValueError):
            raise ProofInvalid("the opening is of no entry") from None
        leaf = leaf_hash(public)
        verify_inclusion(index=self.entry, size=tree.size, leaf=leaf, proof=self.path, root=tree.root)
        return public


@dataclass(frozen=True, slots=True)
class AuditedLog:
    """One log, and the index roots of its days."""

    origin: str
    roots: tuple[Opened, ...]


@dataclass(frozen=True, slots=True)
class AuditLink:
    """What ties a log to the one behind it: its last entry, and the first ones of that one, up to the entry that begins it."""

    closing: Opened
    begins: tuple[Opened, ...]


@dataclass(frozen=True, slots=True)
class Audit:
    """What auditors are handed beside the entries: the days' index roots, holds in force, words for codes.

    ``origin`` is the log that runs, and ``roots`` are of its days; ``before`` are the logs that it goes on from, the oldest first,
    each with the link behind it. ``holds``: the case of each, and the hold.
    """

    origin: str
    as_of: str
    since: str
    until: str
    official: Signatory
    roots: tuple[Opened, ...]
    holds: tuple[tuple[str, Hold], ...] = ()
    words: Words = field(default_factory=Words)
    before: tuple[AuditedLog, ...] = ()
    links: tuple[AuditLink, ...] = ()

    @property
    def logs(self) -> tuple[AuditedLog, ...]:
        """Each log, the oldest first; the last one runs."""
        return (*self.before, AuditedLog(self.origin, self.roots))


def write_audit(audit: Audit) -> bytes:
    """The file's bytes: one line of canonical JSON."""
    official = audit.official
    found: dict[str, Plain] = {
        "form": CHAIN_FORM if audit.before else FORM,
        "origin": audit.origin,
        "as_of": audit.as_of,
        "since": audit.since,
        "until": audit.until,
        "official": [official.code, official.name, official.office, official.vkey],
        "roots": [_opened_plain(one) for one in audit.roots],
        "holds": [[case, hold.directive, hold.until] for case, hold in audit.holds],
        "words": words_plain(audit.words),
    }
    if audit.before:
        found["before"] = [[one.origin, [_opened_plain(root) for root in one.roots]] for one in audit.before]
        found["links"] = [
            [_opened_plain(link.closing), [_opened_plain(one) for one in link.begins]] for link in audit.links
        ]
    return canonical_bytes(found) + b"\n"


def read_audit(raw: bytes) -> Audit:
    """Read it. Raises ProofInvalid unless it is exactly what ``write_audit`` writes; nothing is verified yet."""
    value = _json(raw)
    is_chain = isinstance(value, dict) and value.get("form") == CHAIN_FORM
    found = exact_object(value, _CHAIN_NAMES if is_chain else _NAMES, "disclosure")
    audit = Audit(
        exact_text(found["origin"]),
        exact_instant(found["as_of"]),
        exact_day(found["since"]),
        exact_day(found["until"]),
        Signatory(*map(exact_text, exact_list(found["official"], 4))),
        each(found["roots"], _opened),
        each(found["holds"], _hold),
        read_words(found["words"]),
        each(found["before"], _log) if is_chain else (),
        each(found["links"], _link) if is_chain else (),
    )
    if found["form"] not in {FORM, CHAIN_FORM} or not _is_spelled(audit, raw):
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


def _opened_plain(one: Opened) -> dict[str, Plain]:
    opening = one.opening
    named: dict[str, Plain] = {"log": one.log} if one.log else {}
    return {
        **named,
        "entry": one.entry,
        "kind": opening.kind,
        "salt": encode_base64(opening.salt),
        "payload": encode_base64(opening.payload),
        "path": [encode_base64(part) for part in one.path],
    }


def _opened(value: object) -> Opened:
    names = "entry kind salt payload path"
    is_elsewhere = isinstance(value, dict) and "log" in value
    found = exact_object(value, f"{names} log" if is_elsewhere else names, "opened entry")
    opening = Opening(exact_number(found["kind"]), exact_bytes(found["salt"]), exact_bytes(found["payload"]))
    log = exact_text(found["log"]) if is_elsewhere else ""
    return Opened(exact_number(found["entry"]), opening, each(found["path"], exact_bytes), log)


def _log(value: object) -> AuditedLog:
    origin, roots = exact_list(value, 2)
    return AuditedLog(exact_text(origin), each(roots, _opened))


def _link(value: object) -> AuditLink:
    closing, begins = exact_list(value, 2)
    return AuditLink(_opened(closing), each(begins, _opened))


def _hold(value: object) -> tuple[str, Hold]:
    case, directive, until = map(exact_text, exact_list(value, 3))
    return case, Hold(directive, until)


def _json(raw: bytes) -> object:
    try:
        return json.loads(raw)
    except (ValueError, RecursionError):
        raise ProofInvalid("the evidence of the disclosure is not JSON") from None
