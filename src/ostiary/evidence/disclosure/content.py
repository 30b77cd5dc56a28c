"""What a disclosure to a person holds.

Knows: keys, days, proofs, entries that are shown or held back, each in its log; words for codes.
Must not know: bytes, receipts, pages; whether any of it is true.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

from ostiary.evidence.index.extract import FIELDS, ExtractOpening
from ostiary.evidence.index.keys import SUBJECT, Identifier
from ostiary.evidence.index.lists import Mention
from ostiary.evidence.index.sorted_map import Absent, Present
from ostiary.evidence.opening import Opening

State: TypeAlias = Literal["shown", "third-party", "held", "erased"]
"""``third-party``: its purpose mostly concerns somebody else, so that who asked and why is not told. ``held``: by an order.
``erased``: what the entry said was destroyed by an order."""

# A subject key is a number of 63 bits.
_SUBJECT_KEY: Final = re.compile(r"[0-9]{1,19}", re.ASCII)
_MAX_SUBJECT_KEY: Final = 2**63 - 1

# What may not be left closed, by the state of an entry: nobody can leave out what does not suit them.
OPEN_IN: Final[Mapping[State, frozenset[str]]] = {
    "shown": frozenset(FIELDS),
    "third-party": frozenset({"access", "allowed", "at", "outcome", "part", "sqlstate"}),
    "held": frozenset(),
    "erased": frozenset(),
}


@dataclass(frozen=True, slots=True)
class PersonKey:
    """One of the identifiers of the person, and K_subject for it."""

    who: Identifier
    key: bytes


@dataclass(frozen=True, slots=True)
class Listed:
    """The list of entries about somebody on a day, and the proof that the day's index has it."""

    mentions: tuple[Mention, ...]
    proof: Present


DayProof: TypeAlias = Listed | Absent


@dataclass(frozen=True, slots=True)
class Day:
    """One day: the entry that holds its index root, that entry's opening, and a proof for each of the person's keys.

    ``log`` is the log in which that entry stands, where it is another than the one whose day it is: a later one.
    """

    entry: int
    opening: Opening
    proofs: tuple[DayProof, ...]
    log: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """An entry about the person, and what is told of it.

    ``opening`` is None exactly where nothing is shown; ``hold`` is the directive that holds it back. ``opens``: beside the
    extract there is an opening of the entry itself.
    """

    entry: int
    state: State
    opening: ExtractOpening | None = None
    hold: str = ""
    opens: bool = False


@dataclass(frozen=True, slots=True)
class Hold:
    """An order that holds entries back until a day (exclusive, ISO 8601), by a directive.

    ``steps`` are the entries of the running log in which two officials ordered and confirmed it; before they were named: none.
    They have receipts and are not opened, because they name the case.
    """

    directive: str
    until: str
    steps: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Words:
    """How codes are called, as the office says it: no proof stands behind a word. Rules are by ``rule_key``."""

    agencies: Mapping[str, str] = field(default_factory=dict)
    purposes: Mapping[str, str] = field(default_factory=dict)
    rules: Mapping[str, str] = field(default_factory=dict)
    record_classes: Mapping[str, str] = field(default_factory=dict)
    custodian: str = ""


def rule_key(policy: str, rule: str) -> str:
    """By what a rule is looked up: rules of two policy versions may have one id."""
    return f"{policy[:12]} {rule}"


@dataclass(frozen=True, slots=True)
class Signatory:
    """The official who made the disclosure."""

    code: str
    name: str
    office: str
    vkey: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """What one log has about the person. Numbers of entries are that log's; the keys are of its own index key."""

    origin: str
    keys: tuple[PersonKey, ...]
    days: tuple[Day, ...]
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """What ties a log to the one behind it: the openings of its last entry, and of the entry that begins that one.

    ``at`` is the number of the latter: 0, unless the machine died just then, which has an entry of its own.
    """

    closing: Opening
    beginning: Opening
    at: int = 0


@dataclass(frozen=True, slots=True)
class Disclosure:
    """All of it. ``since`` and ``until`` are days (ISO 8601, UTC), both included; ``as_of`` is an instant.

    ``delay_days`` is how many days the log's operator waits before a day can be told of. ``origin`` is the log that runs, and
    ``days`` and ``parts`` are of it; ``before`` are the logs that it goes on from, the oldest first, each with the link behind it.
    """

    origin: str
    as_of: str
    since: str
    until: str
    delay_days: int
    official: Signatory
    keys: tuple[PersonKey, ...]
    days: tuple[Day, ...]
    parts: tuple[Part, ...]
    holds: tuple[Hold, ...] = ()
    words: Words = Words()
    before: tuple[Chapter, ...] = ()
    links: tuple[Link, ...] = ()

    @property
    def chapters(self) -> tuple[Chapter, ...]:
        """Each log, the oldest first; the last one runs."""
        return (*self.before, Chapter(self.origin, self.keys, self.days, self.parts))

    @property
    def subjects(self) -> frozenset[int]:
        """The subject keys that the person is found by."""
        values = (one.who.value for one in self.keys if one.who.kind == SUBJECT)
        keys = (int(one) for one in values if _SUBJECT_KEY.fullmatch(one))
        return frozenset(one for one in keys if one <= _MAX_SUBJECT_KEY)
