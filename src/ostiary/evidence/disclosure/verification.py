"""Verifying a disclosure: that every day is covered, and every entry about the person is in it, and no other.

Knows: receipts, index proofs, extracts, and how they belong together.
Must not know: files, whom to trust, words, pages.

It shows completeness against the log: that what the log's operator indexed is here. It does not show that everything was
recorded, nor that the key is this person's: whoever holds the index key can tell that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise

from ostiary.errors import LogDamaged, ProofInvalid
from ostiary.evidence.commitment import ACCESS, SUBJECT_INDEX_ROOT
from ostiary.evidence.disclosure.content import OPEN_IN, Day, DayProof, Disclosure, Listed, Part
from ostiary.evidence.disclosure.own_opening import verify_own_opening
from ostiary.evidence.index.day_root import DayRoot, read_day_root
from ostiary.evidence.index.keys import day_key, list_salt
from ostiary.evidence.index.lists import QUESTION, Mention, commit_list, verify_list
from ostiary.evidence.index.sorted_map import verify_absent, verify_present
from ostiary.evidence.receipt import Receipt
from ostiary.tlog.checkpoint import Checkpoint
from ostiary.tlog.key_text import decode_base64

ReceiptOf = Callable[[int], Receipt]
"""The verified receipt of an entry. Raises ProofInvalid when there is none that holds."""


@dataclass(frozen=True, slots=True)
class Verified:
    """What was shown: the tree of the log, the days, and each entry with how it is about the person (bits)."""

    tree: Checkpoint
    days: tuple[DayRoot, ...]
    hows: Mapping[int, int]

    @property
    def unreadable(self) -> int:
        """How many entries of these days had been erased before it was looked whom they are about."""
        return sum(day.unreadable for day in self.days)


OpeningOf = Callable[[int], bytes]
"""The file that opens parts of an entry. Raises ProofInvalid when there is none."""


def verify_disclosure(disclosure: Disclosure, receipt_of: ReceiptOf, opening_of: OpeningOf) -> Verified:
    """Raises ProofInvalid, naming the day or the entry, when anything is missing, is too much, or does not hold."""
    receipts = _OneTree(disclosure.origin, receipt_of)
    days = tuple(_verify_day(one, receipts) for one in disclosure.days)
    _verify_range(disclosure, days)
    mentions: dict[int, Mention] = {}
    for day, root in zip(disclosure.days, days, strict=True):
        for mention in _mentions(disclosure, day, root):
            _join(mentions, mention)
    _verify_complete(disclosure, mentions)
    for part in disclosure.parts:
        commitment = receipts.commitment(part.entry, ACCESS)
        _verify_part(disclosure, part, mentions[part.entry])
        if part.opens:
            verify_own_opening(opening_of(part.entry), commitment, part, disclosure.subjects)
    return Verified(receipts.tree(), days, {entry: one.how for entry, one in mentions.items()})


class _OneTree:
    """Receipts, all of one tree of one log: with several trees, each could be of another history."""

    def __init__(self, origin: str, receipt_of: ReceiptOf) -> None:
        self._origin = origin
        self._receipt_of = receipt_of
        self._tree: Checkpoint | None = None

    def commitment(self, entry: int, kind: int) -> bytes:
        receipt = self._receipt_of(entry)
        tree = receipt.trusted.checkpoint
        self._tree = self._tree or tree
        if receipt.index != entry or receipt.commitment[0] != kind:
            raise ProofInvalid(f"the receipt of entry {entry} is of another entry, or of another kind")
        if tree != self._tree or tree.origin != self._origin:
            raise ProofInvalid(f"the receipt of entry {entry} is of another tree or log than the others")
        return receipt.commitment

    def tree(self) -> Checkpoint:
        if self._tree is None:
            raise ProofInvalid("the disclosure covers no day")
        return self._tree


def _verify_day(day: Day, receipts: _OneTree) -> DayRoot:
    day.opening.verify(receipts.commitment(day.entry, SUBJECT_INDEX_ROOT))
    try:
        root = read_day_root(day.opening.payload)
    except LogDamaged as fault:
        raise ProofInvalid(fault.message) from None
    if root.end > day.entry:
        raise ProofInvalid(f"the index of {root.day} covers entries that come after it")
    return root


def _verify_range(disclosure: Disclosure, days: tuple[DayRoot, ...]) -> None:
    if not days:
        raise ProofInvalid("the disclosure covers no day")
    for before, root in pairwise(days):
        if not root.follows(before):
            raise ProofInvalid(
                f"the index of {root.day} does not follow that of {before.day}: a day is missing"
            )
    # Only where the log has no index of an earlier day may the first one be later than what was asked for.
    begins = days[0].day == disclosure.since or (days[0].serial == 0 and days[0].day >= disclosure.since)
    if not begins or days[-1].day != disclosure.until:
        raise ProofInvalid(f"the days do not reach from {disclosure.since} to {disclosure.until}")


def _mentions(disclosure: Disclosure, day: Day, root: DayRoot) -> Iterator[Mention]:
    if len(day.proofs) != len(disclosure.keys) or not disclosure.keys:
        raise ProofInvalid(f"the index of {root.day} is not asked for each key of the person")
    for key, proof in zip(disclosure.keys, day.proofs, strict=True):
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


def _verify_complete(disclosure: Disclosure, mentions: Mapping[int, Mention]) -> None:
    numbers = [part.entry for part in disclosure.parts]
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
