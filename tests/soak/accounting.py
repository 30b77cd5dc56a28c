"""What clients have written down, compared with the journal: whatever anybody was told is named by a durable entry."""

from __future__ import annotations

import json
from array import array
from collections import Counter, deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ostiary.evidence.commitment import ACCESS
from ostiary.server.entries import entries_of
from ostiary.session.refusals import LOG_UNAVAILABLE
from soak.diary import NO_ENTRY, Conversation, Told, read_diary

MOST_FAULTS = 20
"""So many are told; the rest would only be more of the same."""


REFUSALS = frozenset({"25006", "40001", "42501", "54000", "57014", "57P01", "57P03", "58030"})
"""What may be told to one who asks what `soak.busy` asks, whatever is killed meanwhile; all else is a fault."""


@dataclass
class Access:
    """One question as the journal has it, over all its entries. ``last`` is the number of its last entry."""

    statement: str
    parameters: list[str]
    member: str
    last: int = 0
    rows: int = 0
    subjects: array[int] = field(default_factory=lambda: array("q"))
    sqlstate: str = ""
    is_over: bool = False

    def take(self, index: int, entry: Mapping[str, Any]) -> None:
        self.last = index
        self.rows += entry["rows"]
        self.subjects.extend(entry["subjects"])
        self.sqlstate = entry["sqlstate"]
        self.is_over = entry["part"] in {"whole", "ended"}


@dataclass
class Figures:
    """What was compared; ``faults`` says what does not fit, and is empty when all is well."""

    sessions: int = 0
    statements: int = 0
    answered: int = 0
    refused: int = 0
    broken_off: int = 0
    rows: int = 0
    entries: int = 0
    accesses: int = 0
    unlogged: int = 0
    """Questions that have no entry, as nothing was answered to them."""
    codes: Counter[str] = field(default_factory=Counter)
    """How often each refusal was told."""
    faults: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return (
            f"{self.sessions:,} sessions, {self.statements:,} statements ({self.answered:,} answered whole,"
            f" {self.refused:,} refused, {self.broken_off:,} broken off), {self.rows:,} values received,"
            f" {self.accesses:,} accesses in {self.entries:,} entries; {self.unlogged} questions have none, as nothing"
            f" was answered. Refusals: {dict(sorted(self.codes.items()))}"
        )

    def count(self, told: Told) -> None:
        """One more question."""
        self.statements += 1
        self.rows += len(told.values)
        self.answered += told.is_whole
        if told.sqlstate is not None:
            self.codes[told.sqlstate] += 1
        self.refused += told.sqlstate is not None
        self.broken_off += not told.is_whole and told.sqlstate is None


def compare(home: Path, diaries: list[Path], others: frozenset[str] = frozenset()) -> Figures:
    """Compare all diaries with the journal. ``others`` are statements of sessions that wrote no diary."""
    figures = Figures()
    journal = _read_journal(home, figures)
    by_opening = {accesses[0].statement: session for session, accesses in journal.items()}
    by_entry = {access.last: session for session, accesses in journal.items() for access in accesses}
    for diary in diaries:
        for name, conversation in read_diary(diary).items():
            figures.sessions += 1
            # The opening has no entry when the log could not be written just then; a refusal says the number of its own.
            numbered = (by_entry[told.entry] for told in conversation.told if told.entry in by_entry)
            session = by_opening.get(conversation.told[0].text) or next(numbered, "")
            accesses = journal.pop(session, [])
            figures.faults += [f"{name}: {fault}" for fault in _faults(conversation, accesses, figures)]
    figures.faults += [f"somebody was told {code}" for code in sorted(figures.codes.keys() - REFUSALS)]
    left = {access.statement for accesses in journal.values() for access in accesses} - others
    figures.faults += [f"nobody has asked `{statement}`" for statement in sorted(left)]
    del figures.faults[MOST_FAULTS:]
    return figures


def _read_journal(home: Path, figures: Figures) -> dict[str, list[Access]]:
    """The accesses of each session, in the order of their first entries."""
    sessions: dict[str, list[Access]] = {}
    accesses: dict[str, Access] = {}
    for entry in entries_of(home):
        figures.entries += 1
        if entry.kind != ACCESS:
            continue
        said = json.loads(entry.payload)
        if "statement" in said:
            access = Access(said["statement"], said["parameters"], said["member"])
            accesses[said["access"]] = access
            sessions.setdefault(said["session"], []).append(access)
        # Later parts of an access that nothing has asked would be a KeyError, and are a fault of the log.
        accesses[said["access"]].take(entry.index, said)
    figures.accesses = len(accesses)
    return sessions


def _faults(conversation: Conversation, accesses: list[Access], figures: Figures) -> Iterator[str]:
    """Each question has its access, in order; only one to which nothing was answered may have none."""
    left = deque(accesses)
    logged = sum(not _may_be_unlogged(told) for told in conversation.told)
    for number, told in enumerate(conversation.told, 1):
        figures.count(told)
        may_be_unlogged = _may_be_unlogged(told)
        logged -= not may_be_unlogged
        is_last = number == len(conversation.told)
        if not is_last and not told.is_whole and told.sqlstate is None:
            yield f"question {number} has no end, and more was asked"
        fits = bool(left) and (left[0].statement, left[0].parameters) == (told.text, told.parameters)
        # The same may have been asked again: an access that a later question must have is that one's.
        if fits and not (may_be_unlogged and len(left) <= logged):
            for fault in _differences(told, left.popleft(), conversation.member):
                yield f"question {number} `{told.text}` {told.parameters}: {fault}"
        elif may_be_unlogged:
            figures.unlogged += 1
        else:
            yield f"question {number} `{told.text}` {told.parameters} has no entry; the client was told {told}"
    yield from (f"the journal has `{access.statement}` besides, or elsewhere" for access in left)


def _may_be_unlogged(told: Told) -> bool:
    """Nothing came of it but the end of the session, or the word that the log cannot be written."""
    is_silent = not told.values and not told.is_whole and told.entry == NO_ENTRY
    return is_silent and (told.sqlstate is None or _may_name_none(told))


def _may_name_none(told: Told) -> bool:
    """The end of a session says why it ended; that the log cannot be written cannot stand in the log."""
    return told.is_fatal or told.sqlstate == LOG_UNAVAILABLE


def _differences(told: Told, access: Access, member: str) -> Iterator[str]:
    if access.member != member:
        yield f"the entry says that {access.member} has asked"
    if not access.is_over and (told.is_whole or told.entry != NO_ENTRY):
        yield "the access has no end"
    if told.entry not in {NO_ENTRY, access.last}:
        yield f"the client was told of entry {told.entry}, which is {access.last}"
    if told.sqlstate is not None and told.entry != NO_ENTRY and told.sqlstate != access.sqlstate:
        yield f"the client was told {told.sqlstate}, the entry says {access.sqlstate}"
    if told.sqlstate is not None and told.entry == NO_ENTRY and not _may_name_none(told):
        yield f"the refusal {told.sqlstate} names no entry"
    if told.is_whole and access.sqlstate:
        yield f"the answer was whole, the entry says {access.sqlstate}"
    yield from _misnamed(told, access)


def _misnamed(told: Told, access: Access) -> Iterator[str]:
    named = set(access.subjects)
    match told.names:
        case "nobody":
            if named:
                yield f"{len(named)} people are named, of an answer about nobody"
            return
        case "subjects":
            received, rows = set(told.values), len(told.values)
            if not received <= named:
                yield f"{len(received - named)} people whom the client has received are not named"
            if told.is_whole and received != named:
                yield f"{len(named - received)} people are named whom the client has not received"
        case "counts":
            # Each person is in one group.
            rows, people = len(told.values), sum(told.values)
            if people > len(named) or (told.is_whole and people != len(named)):
                yield f"the client has {people} people in groups, {len(named)} are named"
    if rows > access.rows or (told.is_whole and rows != access.rows):
        yield f"the client has {rows} rows, the entries {access.rows}"
