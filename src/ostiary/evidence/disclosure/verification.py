"""Verifying a disclosure: that every day is covered, and every entry about the person is in it, and no other.

Knows: receipts, index proofs, extracts, and how they belong together, in one log or in several.
Must not know: files, whom to trust, words, pages.

It shows completeness against the log: that what the log's operator indexed is here. It does not show that everything was
recorded, nor that the key is this person's: whoever holds the index key can tell that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from typing import Final

from ostiary.errors import LogDamaged, ProofInvalid
from ostiary.evidence.commitment import ACCESS, DIRECTIVE, SUBJECT_INDEX_ROOT
from ostiary.evidence.disclosure.chain import OneTree, ReceiptOf, verify_days, verify_link
from ostiary.evidence.disclosure.content import (
    OPEN_IN,
    Chapter,
    Day,
    DayProof,
    Disclosure,
    Hold,
    Listed,
    Part,
)
from ostiary.evidence.disclosure.own_opening import verify_own_opening
from ostiary.evidence.index.day_root import DayRoot, read_day_root
from ostiary.evidence.index.keys import day_key, list_salt
from ostiary.evidence.index.lists import QUESTION, Mention, commit_list, verify_list
from ostiary.evidence.index.sorted_map import verify_absent, verify_present
from ostiary.tlog.checkpoint import Checkpoint
from ostiary.tlog.key_text import decode_base64

_SIGNATURES: Final = 2

OpeningOf = Callable[[int], bytes]
"""The file that opens parts of an entry. Raises ProofInvalid when there is none."""


@dataclass(frozen=True, slots=True)
class Papers:
    """The receipts of one log's entries, and what the entries open of."""

    receipt_of: ReceiptOf
    opening_of: OpeningOf


@dataclass(frozen=True, slots=True)
class VerifiedLog:
    """What was shown of one log: its tree, the days, and each entry with how it is about the person (bits)."""

    tree: Checkpoint
    days: tuple[DayRoot, ...]
    hows: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Verified:
    """What was shown: of the log that runs its tree, days and entries, and the same of each log ``before`` it, the oldest first."""

    tree: Checkpoint
    days: tuple[DayRoot, ...]
    hows: Mapping[int, int]
    before: tuple[VerifiedLog, ...] = ()

    @property
    def logs(self) -> tuple[VerifiedLog, ...]:
        """Each log, the oldest first."""
        return (*self.before, VerifiedLog(self.tree, self.days, self.hows))

    @property
    def all_days(self) -> tuple[DayRoot, ...]:
        """The days of all logs; one on which a log was closed is there for each."""
        return tuple(day for log in self.logs for day in log.days)

    @property
    def unreadable(self) -> int:
        """How many entries of these days had been erased before it was looked whom they are about."""
        return sum(day.unreadable for day in self.all_days)


def verify_disclosure(
    disclosure: Disclosure, receipt_of: ReceiptOf, opening_of: OpeningOf, before: Sequence[Papers] = ()
) -> Verified:
    """Raises ProofInvalid, naming the day or the entry, when anything is missing, is too much, or does not hold.

    Receipts and openings are those of the log that runs; ``before`` has those of each log before it, the oldest first.
    """
    papers = (*before, Papers(receipt_of, opening_of))
    chapters = disclosure.chapters
    if not len(chapters) == len(papers) == len(disclosure.links) + 1:
        raise ProofInvalid("each log but the last needs the entries that tie it to the next one")
    trees = [OneTree(one.origin, paper.receipt_of) for one, paper in zip(chapters, papers, strict=True)]
    for link, (older, newer) in zip(disclosure.links, pairwise(trees), strict=True):
        verify_link(link, older, newer)
    for hold in disclosure.holds:
        _verify_steps(hold, trees[-1])
    days = [_verify_days(one, trees[at:]) for at, one in enumerate(chapters)]
    sizes = [one.tree().size for one in trees[:-1]]
    verify_days(days, sizes, disclosure.since, disclosure.until)
    *older_logs, last = (
        _verify_chapter(disclosure, *one) for one in zip(chapters, days, trees, papers, strict=True)
    )
    return Verified(last.tree, last.days, last.hows, tuple(older_logs))


def _verify_steps(hold: Hold, receipts: OneTree) -> None:
    """Two entries of the log that runs are steps of directives; whether of this one, whoever may read them sees."""
    if hold.steps and len(set(hold.steps)) != _SIGNATURES:
        raise ProofInvalid(f"`{hold.directive}` was not ordered by one and confirmed by another")
    for entry in hold.steps:
        receipts.commitment(entry, DIRECTIVE)


def _verify_chapter(
    disclosure: Disclosure, chapter: Chapter, days: tuple[DayRoot, ...], receipts: OneTree, papers: Papers
) -> VerifiedLog:
    try:
        hows = _verify_entries(disclosure, chapter, days, receipts, papers)
    except ProofInvalid as fault:
        if not disclosure.before:
            raise
        raise ProofInvalid(f"`{chapter.origin}`: {fault.message}") from None
    return VerifiedLog(receipts.tree(), days, hows)


def _verify_entries(
    disclosure: Disclosure, chapter: Chapter, days: tuple[DayRoot, ...], receipts: OneTree, papers: Papers
) -> dict[int, int]:
    if [key.who for key in chapter.keys] != [key.who for key in disclosure.keys]:
        raise ProofInvalid("the person is looked for by other identifiers than in the other logs")
    mentions: dict[int, Mention] = {}
    for day, root in zip(chapter.days, days, strict=True):
        for mention in _mentions(chapter, day, root):
            _join(mentions, mention)
    _verify_complete(chapter, mentions)
    for part in chapter.parts:
        commitment = receipts.commitment(part.entry, ACCESS)
        _verify_part(disclosure, part, mentions[part.entry])
        if part.opens:
            verify_own_opening(papers.opening_of(part.entry), commitment, part, disclosure.subjects)
    return {entry: one.how for entry, one in mentions.items()}


def _verify_days(chapter: Chapter, logs: Sequence[OneTree]) -> tuple[DayRoot, ...]:
    """The roots of a log's days; they stand in it, or in a log behind it."""
    places = {one.origin: one for one in logs}
    roots = []
    for day in chapter.days:
        receipts = places.get(day.log or chapter.origin)
        if receipts is None:
            raise ProofInvalid(f"an index root stands in no log that goes on from `{chapter.origin}`")
        roots.append(_verify_day(day, receipts, chapter.origin))
    return tuple(roots)


def _verify_day(day: Day, receipts: OneTree, origin: str) -> DayRoot:
    day.opening.verify(receipts.commitment(day.entry, SUBJECT_INDEX_ROOT))
    try:
        root = read_day_root(day.opening.payload)
    except LogDamaged as fault:
        raise ProofInvalid(fault.message) from None
    # One that names no log is of the one that it stands in.
    if (root.origin or receipts.origin) != origin:
        raise ProofInvalid(f"the index of {root.day} is of the entries of another log")
    if receipts.origin == origin and root.end > day.entry:
        raise ProofInvalid(f"the index of {root.day} covers entries that come after it")
    return root


def _mentions(chapter: Chapter, day: Day, root: DayRoot) -> Iterator[Mention]:
    if len(day.proofs) != len(chapter.keys) or not chapter.keys:
        raise ProofInvalid(f"the index of {root.day} is not asked for each key of the person")
    for key, proof in zip(chapter.keys, day.proofs, strict=True):
        try:
            yield from _proved(key.key, proof, root)
        except ProofInvalid as fault:
            raise ProofInvalid(f"{root.day}, {key.who.kind} {key.who.value}: {fault.message}") from None


def _proved(key: bytes, proof: DayProof, root: DayRoot) -> tuple[Mention, ...]:
    place, tree = day_key(key, root.day), decode_base64(root.root)
    if not isinstance(proof, Listed):
        verify_absent(proof, place, root.size, tree)
        return ()
    verify_list(proof.mentions)
    value = commit_list(list_salt(key, root.day), proof.mentions)
    verify_present(proof.proof, (place, value), root.size, tree)
    for one in proof.mentions:
        if one.entry >= root.end or (one.entry < root.start and not one.how & QUESTION):
            raise ProofInvalid(f"entry {one.entry} is not of this day")
    return proof.mentions


def _join(mentions: dict[int, Mention], one: Mention) -> None:
    """Two lists may name one entry, for different reasons; it is the same entry."""
    known = mentions.get(one.entry)
    if known is not None and known.root != one.root:
        raise ProofInvalid(f"entry {one.entry} has two extracts")
    mentions[one.entry] = Mention(one.entry, one.how | (known.how if known else 0), one.root)


def _verify_complete(chapter: Chapter, mentions: Mapping[int, Mention]) -> None:
    numbers = [part.entry for part in chapter.parts]
    if numbers != sorted(set(numbers)):
        raise ProofInvalid("the entries are not each there once, in their order")
    if missing := mentions.keys() - set(numbers):
        raise ProofInvalid(f"entry {min(missing)} is about the person and was left out")
    if foreign := set(numbers) - mentions.keys():
        raise ProofInvalid(f"entry {min(foreign)} is not about the person by any index")


def _verify_part(disclosure: Disclosure, part: Part, mention: Mention) -> None:
    opened = frozenset(part.opening.opened) if part.opening is not None else frozenset()
    if opened != OPEN_IN[part.state] or (part.opening is None) == bool(opened):
        raise ProofInvalid(f"entry {part.entry} does not show exactly what it must as `{part.state}`")
    if part.opening is not None:
        try:
            part.opening.verify(mention.root)
        except ProofInvalid as fault:
            raise ProofInvalid(f"entry {part.entry}: {fault.message}") from None
    _verify_hold(disclosure, part)


def _verify_hold(disclosure: Disclosure, part: Part) -> None:
    """Held back is only what a named directive holds back still, on the day of the disclosure."""
    untils = {hold.directive: hold.until for hold in disclosure.holds}
    if part.state != "held":
        if part.hold:
            raise ProofInvalid(f"entry {part.entry} is shown, and yet held back")
        return
    try:
        is_over = date.fromisoformat(untils[part.hold]) <= datetime.fromisoformat(disclosure.as_of).date()
    except (KeyError, ValueError):
        raise ProofInvalid(f"entry {part.entry} is held back by no directive that is named") from None
    if is_over:
        raise ProofInvalid(f"entry {part.entry} is held back beyond the end of `{part.hold}`")
