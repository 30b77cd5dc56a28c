"""Verifying a disclosure to auditors: that each entry of its days is there, in every log that has a part of them.

Knows: its form, signed trees, how logs follow each other.
Must not know: files, whom to trust, pages, what an entry means.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from ostiary.errors import LogDamaged, ProofInvalid
from ostiary.evidence.commitment import SUBJECT_INDEX_ROOT
from ostiary.evidence.disclosure.audit import Audit, AuditedLog, AuditLink, Opened
from ostiary.evidence.disclosure.chain import OneTree, ReceiptOf, verify_days, verify_link
from ostiary.evidence.disclosure.content import Link
from ostiary.evidence.index.day_root import DayRoot, read_day_root
from ostiary.evidence.receipt import Receipt
from ostiary.tlog.checkpoint import Checkpoint
from ostiary.tlog.trust import Trusted


def verify_audit(
    audit: Audit, entries: Sequence[Iterable[Opened]], trees: Sequence[Trusted]
) -> Iterator[tuple[str, Opened]]:
    """Each entry with its log, once it is verified; the logs are in the order of ``audit.logs``.

    What was given out holds once the last one was: then it is certain that none is missing. Raises ProofInvalid, naming the
    entry or the day.
    """
    logs = verify_roots(audit, trees)
    for log, roots, opened, tree in zip(audit.logs, logs, entries, trees, strict=True):
        for one in _in_order(roots, opened, tree.checkpoint):
            yield log.origin, one


def verify_roots(audit: Audit, trees: Sequence[Trusted]) -> list[tuple[DayRoot, ...]]:
    """The days of each log. Raises ProofInvalid unless they reach from the first day to the last, over logs that follow each other."""
    if not len(audit.logs) == len(trees) == len(audit.links) + 1:
        raise ProofInvalid("each log but the last needs the entries that tie it to the next one")
    for log, tree in zip(audit.logs, trees, strict=True):
        if tree.checkpoint.origin != log.origin:
            raise ProofInvalid("the disclosure covers no day, or is of another log")
    for link, (older, newer) in zip(audit.links, pairwise(trees), strict=True):
        _verify_link(link, older, newer)
    places = [one.checkpoint for one in trees]
    logs = [_days(log, places[at:]) for at, log in enumerate(audit.logs)]
    verify_days(logs, [one.size for one in places[:-1]], audit.since, audit.until)
    if logs[0][0].day != audit.since:
        raise ProofInvalid(f"the days do not reach from {audit.since} to {audit.until}")
    return logs


def _verify_link(link: AuditLink, older: Trusted, newer: Trusted) -> None:
    if not link.begins:
        raise ProofInvalid(f"`{newer.checkpoint.origin}` begins nowhere")
    verify_link(
        Link(link.closing.opening, link.begins[-1].opening, len(link.begins) - 1),
        OneTree(older.checkpoint.origin, _receipts((link.closing,), older)),
        OneTree(newer.checkpoint.origin, _receipts(link.begins, newer)),
    )


def _receipts(entries: Iterable[Opened], trusted: Trusted) -> ReceiptOf:
    opened = {one.entry: one for one in entries}

    def receipt_of(entry: int) -> Receipt:
        if entry not in opened:
            raise ProofInvalid(
                f"entry {entry} of `{trusted.checkpoint.origin}`, which ties two logs, is missing"
            )
        return Receipt(entry, _named(opened[entry], trusted.checkpoint), trusted)

    return receipt_of


def _days(log: AuditedLog, trees: Sequence[Checkpoint]) -> tuple[DayRoot, ...]:
    """The days of a log; their roots stand in it, or in a log behind it."""
    places = {one.origin: one for one in trees}
    return tuple(_day(one, log.origin, places) for one in log.roots)


def _day(one: Opened, origin: str, places: Mapping[str, Checkpoint]) -> DayRoot:
    stands_in = one.log or origin
    if stands_in not in places:
        raise ProofInvalid(f"an index root stands in no log that goes on from `{origin}`")
    _named(one, places[stands_in])
    if one.opening.kind != SUBJECT_INDEX_ROOT:
        raise ProofInvalid(f"entry {one.entry} is no index root")
    try:
        root = read_day_root(one.opening.payload)
    except LogDamaged as fault:
        raise ProofInvalid(fault.message) from None
    # One that names no log is of the one that it stands in.
    if (root.origin or stands_in) != origin:
        raise ProofInvalid(f"the index of {root.day} is of the entries of another log")
    return root


def _in_order(roots: Sequence[DayRoot], entries: Iterable[Opened], tree: Checkpoint) -> Iterator[Opened]:
    expected, end = (roots[0].start, roots[-1].end) if roots else (0, 0)
    for one in entries:
        if one.entry != expected:
            raise ProofInvalid(f"entry {expected} was left out, or is not in its place")
        _named(one, tree)
        expected += 1
        yield one
    if expected != end:
        raise ProofInvalid(f"entry {expected} was left out, or there are too many")


def _named(one: Opened, tree: Checkpoint) -> bytes:
    try:
        return one.verify(tree)
    except ProofInvalid as fault:
        raise ProofInvalid(f"entry {one.entry}: {fault.message}") from None
