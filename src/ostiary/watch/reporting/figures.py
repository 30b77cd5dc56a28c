"""What charts are drawn from: counts, and nothing that names a person.

Knows: the figures of each question and what they count.
Must not know: engines, sentences, pictures.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

ReasonKind: TypeAlias = Literal[
    "specific", "vague", "placeholder", "blank", "vendor-mask", "redacted", "absent"
]
KINDS: Final[tuple[ReasonKind, ...]] = (
    "specific", "vague", "placeholder", "blank", "vendor-mask", "redacted", "absent",
)  # fmt: skip
"""How a reason was given: three ways of words, one of silence about which the searcher decided, and three of which others did."""
TOLD: Final[frozenset[ReasonKind]] = frozenset({"specific", "vague", "placeholder", "blank"})
"""Where it is known what the searcher wrote, if anything. The others say nothing about anybody who searched."""

Kinds: TypeAlias = Mapping[ReasonKind, int]


@dataclass(frozen=True, slots=True)
class Scope:
    """What the folder holds. Days are counted from 1970; ``zones`` says how many events have an agency's own clock."""

    events: int
    first_day: int
    last_day: int
    users: int
    agencies: int
    with_local_clock: int
    columns: Mapping[str, Mapping[str, int]]
    """Of each column of events, how many have a value (``given``) and how many are empty, by state where it has states."""


@dataclass(frozen=True, slots=True)
class Agency:
    """One agency's searches."""

    name: str
    kinds: Kinds

    @property
    def searches(self) -> int:
        """All of them."""
        return sum(self.kinds.values())


@dataclass(frozen=True, slots=True)
class People:
    """Who searched.

    ``users`` is, of each number of searches, how many users made so many; ``hidden`` counts searches by the state in which the log
    leaves the user, ``agency_hidden`` the same of the agency.
    """

    users: Mapping[int, int]
    hidden: Mapping[str, int]
    agencies: tuple[Agency, ...]
    agency_hidden: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class SharedReason:
    """A reason in its normal form, or as it was typed, with how many used it."""

    text: str
    searches: int
    users: int
    agencies: int
    months: int


@dataclass(frozen=True, slots=True)
class Meaning:
    """What the words of reasons say: a pack of words and how strongly; ``texts`` counts distinct normal forms."""

    pack: str
    strength: str
    searches: int
    texts: int


@dataclass(frozen=True, slots=True)
class Reasons:
    """How reasons were given, what they say, and those that many share. ``unshared`` counts searches whose words are not shown."""

    months: Mapping[int, Kinds]
    """By month, counted from January of the year 0."""
    meanings: tuple[Meaning, ...]
    given: int
    shared: tuple[SharedReason, ...]
    unshared: int
    tops: tuple[tuple[int, int], ...]
    """Of each user with enough reasons: how often the most frequent was typed, and how many there are."""
    is_typed: bool = False
    """Whether ``shared`` are texts as they were typed."""


@dataclass(frozen=True, slots=True)
class Purposes:
    """Chosen purposes, those that are frequent enough to be shown; ``states`` counts all by state."""

    states: Mapping[str, int]
    frequent: tuple[tuple[str, int], ...]
    others: tuple[int, int]
    """How many further purposes, and how many searches with them."""


@dataclass(frozen=True, slots=True)
class Breadth:
    """How many of something one search reached: ``doublings`` by the exponent of two; quantiles at 0.5, 0.9, 0.99 and the most."""

    known: int
    none: int
    doublings: Mapping[int, int]
    quantiles: tuple[float, float, float]
    most: int
    only_one: int


@dataclass(frozen=True, slots=True)
class Windows:
    """How far back searches look. ``days`` is, of each number of whole days, how many look back so many (begun days count)."""

    known: int
    days: Mapping[int, int]
    backwards: int
    """Those whose window begins after the search."""


@dataclass(frozen=True, slots=True)
class Times:
    """When: searches by day, and by weekday (0 is Monday) and hour."""

    days: Mapping[int, int]
    hours: Mapping[tuple[int, int], int]
    is_local: bool
    left_out: int
    """Searches without an agency's own clock, where others have one."""


@dataclass(frozen=True, slots=True)
class Cases:
    """Case numbers.

    ``numbers`` is, of each number of searches, how many case numbers have so many; ``shapes`` have 9 for digits and A for letters;
    ``typed`` counts searches that name none but whose reason has something like one.
    """

    states: Mapping[str, int]
    numbers: Mapping[int, int]
    shapes: tuple[tuple[str, int], ...]
    other_shapes: tuple[int, int]
    longest_days: int
    typed: int


@dataclass(frozen=True, slots=True)
class Decisions:
    """What was decided; ``retried`` of the denied and warned were followed by an allowed one of the same kind within ten minutes."""

    decided: Mapping[str, int]
    stopped: int
    retried: int
    by_user: bool


@dataclass(frozen=True, slots=True)
class Source:
    """What the import did with one file or log."""

    name: str
    kind: str
    read: int
    taken: int
    copies: int
    duplicates: int
    refused: int
    why: Mapping[str, int] = field(default_factory=dict)
    """Of the rows that were not taken, how many for which reason, as the side file says."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What one detector said in the last run; ``unjudged`` says what it lacked for all or for some of them."""

    code: str
    name: str
    leads: int
    events: int
    could_judge: bool = True
    unjudged: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """The last run of detectors."""

    name: str
    at: str
    detectors: tuple[Judged, ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything."""

    scope: Scope
    people: People
    reasons: Reasons
    purposes: Purposes
    networks: Breadth
    devices: Breadth
    windows: Windows
    times: Times
    cases: Cases
    decisions: Decisions
    sources: tuple[Source, ...]
    tables: frozenset[str] = frozenset()
    """Tables that have rows: ``subjects``, and what is known beside the events."""
    run: Run | None = None
    retention_days: int | None = None
    """What the owner states, if it was given."""
