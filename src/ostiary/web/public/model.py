"""What the public site may say: a closed set of typed values.

Knows: every kind of value that a page, a table or a feed of the site is made of.
Must not know: how any of it was found out, how it is shown.

INVARIANT: a field of text here holds a code or a title of the policy, a day, a hash, or words that officials have signed for
everybody. There is no field for a reason that was declared, a case, a statement, a member or a person, so that no page can show one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from ostiary.evidence.commitment import BEGINNING, KINDS


@dataclass(frozen=True, slots=True)
class Tally:
    """How accesses ended. ``empty`` are those among ``answered`` that brought no row."""

    answered: int = 0
    empty: int = 0
    refused: int = 0
    unfinished: int = 0

    def __add__(self, other: Tally) -> Tally:
        """Both together."""
        return Tally(
            self.answered + other.answered,
            self.empty + other.empty,
            self.refused + other.refused,
            self.unfinished + other.unfinished,
        )

    @property
    def asked(self) -> int:
        """All of them."""
        return self.answered + self.refused + self.unfinished


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """What is counted together. Codes are empty where what was declared is no code of the policy."""

    day: str
    agency: str
    beneficiary: str
    purpose: str


Counts: TypeAlias = Mapping[Place, Tally]


@dataclass(frozen=True, slots=True)
class AgencyName:
    """An agency of the policy; ``parent`` is empty at the top."""

    code: str
    name: str
    kind: str
    parent: str = ""


@dataclass(frozen=True, slots=True)
class Zero:
    """What an agency that is cut off, with all under it, got since: counted from one entry of the log to another.

    ``entry`` is the one that holds the directive's step. No row that went to the agency has an entry behind it.
    """

    directive: str
    agency: str
    scope: tuple[str, ...]
    since: str
    until: str | None
    entry: int
    end: int
    tally: Tally
    veiled: int = 0
    """Accesses behind ``entry`` of which nobody can say for which agency they were: closed, or erased."""

    @property
    def is_counted(self) -> bool:
        """Whether an entry behind the cut-off is counted yet."""
        return self.entry + 1 < self.end


@dataclass(frozen=True, slots=True)
class DirectiveRow:
    """One directive of the register: in words, as the text that everybody may have, and the SHA-256 of that text."""

    id: str
    kind: str
    title: str
    status: str
    story: str
    text: str
    hash: str
    ordered_at: str
    settled_at: str
    ended_by: str
    entries: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PromiseRow:
    """A promise of the policy and what is proved of it."""

    id: str
    cite: str
    quote: str
    verdict: str
    is_permanent: bool
    is_kept: bool


@dataclass(frozen=True, slots=True)
class RecordRow:
    """A record class that stands behind the door."""

    name: str
    title: str
    is_about_people: bool
    is_public: bool


@dataclass(frozen=True, slots=True)
class NoticeVersion:
    """What a notice said from one instant on; ``statement`` was signed by two officials for everybody."""

    directive: str
    at: str
    status: str
    statement: str
    source: str
    ordered_by: str
    confirmed_by: str


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """What officials announced, with all that it ever said, the newest version last."""

    id: str
    title: str
    versions: tuple[NoticeVersion, ...]

    @property
    def now(self) -> NoticeVersion:
        """What it says now."""
        return self.versions[-1]


@dataclass(frozen=True, slots=True)
class PolicyWords:
    """What the policy in force says of itself. ``open_for_counsel`` and ``leaves_out`` are its authors' words for everybody."""

    name: str
    title: str
    version: str
    custodian: str
    review: str
    rules: int
    encoded: int
    open_for_counsel: tuple[str, ...]
    leaves_out: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LogState:
    """The tree that everything is counted under. ``root`` is base64, ``kinds`` how many entries of each kind it has."""

    origin: str
    size: int
    root: str
    checkpoint: str
    witnesses: tuple[str, ...]
    quorum: str
    kinds: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Publication:
    """All of it. ``since`` and ``until`` are the first and the last day that are counted, empty when none is.

    Entries from 0 to before ``end`` are counted. ``unopened`` accesses among them are of an older form or were erased: they are
    in no count if nothing of them can be read (``unreadable``), and nobody outside can count them.
    """

    made_at: str
    delay_days: int
    since: str
    until: str
    end: int
    log: LogState
    policy: PolicyWords
    agencies: tuple[AgencyName, ...]
    purposes: Mapping[str, str]
    counts: Counts
    unopened: int
    unreadable: int
    turned_away: Mapping[str, int]
    zeros: tuple[Zero, ...]
    directives: tuple[DirectiveRow, ...]
    promises: tuple[PromiseRow, ...]
    records: tuple[RecordRow, ...]
    notices: tuple[NoticeRow, ...] = ()
    enforcement: tuple[str, ...] = ()
    """The purposes of civil immigration enforcement, which statutes ask about whoever declares them."""
    is_recountable: bool = True
    veiled: int = 0
    """Accesses whose agency or purpose is closed, because no policy whose text is to be had has such a code."""

    @property
    def is_successor(self) -> bool:
        """Whether this log goes on from another one, which is not counted here."""
        return KINDS[BEGINNING] in self.log.kinds

    @property
    def names(self) -> Mapping[str, AgencyName]:
        """The agencies by code."""
        return {one.code: one for one in self.agencies}
