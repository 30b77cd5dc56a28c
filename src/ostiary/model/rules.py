"""The four kinds of rule, and the row predicates and masks that duties use.

Knows: the form of a rule.
Must not know: how a rule is written, evaluated, or turned into SQL or English.

Every condition is a conjunction of ``fact in set``: a product of finite sets. That restriction is what makes
policies provable; comparisons between a row and a request live in row predicates only.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

Fact: TypeAlias = Literal["agency", "role", "purpose", "basis", "record_class", "field"]
FACTS: tuple[Fact, ...] = ("agency", "role", "purpose", "basis", "record_class", "field")

Need: TypeAlias = Literal["case-number", "open-case", "approval", "agreement", "declaration"]
NEEDS: tuple[Need, ...] = ("case-number", "open-case", "approval", "agreement", "declaration")
VOUCHED: tuple[Need, ...] = ("open-case", "approval")
"""The needs for which somebody other than the member and the policy vouches."""

Way: TypeAlias = Literal[
    "listed",
    "under",
    "not_under",
    "level",
    "not_level",
    "kind",
    "not_kind",
    "state",
    "not_state",
    "label",
    "not_label",
]

Mask: TypeAlias = Literal["hidden", "year", "last-4", "initial", "block"]
# From strictest to mildest. Two duties that mask one column differently are settled by this order, never by chance.
MASKS: tuple[Mask, ...] = ("hidden", "initial", "last-4", "year", "block")
# The column types each mask can take.
MASK_TYPES: dict[Mask, tuple[str, ...]] = {
    "hidden": (
        "bool",
        "int2",
        "int4",
        "int8",
        "numeric",
        "float8",
        "text",
        "date",
        "time",
        "timestamp",
        "timestamptz",
    ),
    "initial": ("text",),
    "last-4": ("text",),
    "year": ("date",),
    "block": ("text",),
}

Comparison: TypeAlias = Literal["=", "<>", "<", "<=", ">", ">=", "within-days", "is-null", "is-not-null"]


@dataclass(frozen=True, slots=True)
class Atom:
    """One conjunct: the fact's value is in ``values``.

    ``way`` and ``words`` keep how the author put it: for sentences, and for those who ask what a value that the bundle does
    not have yet would meet.
    Values of ``field`` are ``record_class.column``. For ``basis`` one shown basis in the set suffices. ``others``: the
    author said what is left out, so a record class or field that the bundle does not list counts as one of the values.
    """

    fact: Fact
    values: frozenset[str]
    others: bool = False
    way: Way = "listed"
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Condition:
    """All atoms hold and all needs are met. No atoms: always."""

    atoms: tuple[Atom, ...] = ()
    needs: tuple[Need, ...] = ()


@dataclass(frozen=True, slots=True)
class RowPredicate:
    """A row stays when ``column <comparison> value`` is true; NULL never is. ``within-days`` counts back from today."""

    record_class: str
    column: str
    comparison: Comparison
    value: str | int | bool | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """What every rule carries: its id, citation, quotation, dates in force (``expires`` exclusive), and where it stands."""

    id: str
    cite: str
    quote: str = ""
    effective: date | None = None
    expires: date | None = None
    place: str = ""

    def is_in_force(self, day: date) -> bool:
        """Whether the rule counts on that day."""
        return (self.effective is None or self.effective <= day) and (
            self.expires is None or day < self.expires
        )


@dataclass(frozen=True, slots=True)
class Permit:
    """Allows what its condition covers, unless a prohibition stands against it."""

    source: Source
    when: Condition


@dataclass(frozen=True, slots=True)
class Prohibition:
    """Forbids what its condition covers, unless one of its exceptions holds. It overrides every permit."""

    source: Source
    when: Condition
    unless: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class Duty:
    """Comes with whatever is permitted under its condition: masks add up, row predicates all hold, the least limit counts.

    ``masks`` are (record class, column, mask). ``minimum_group`` is how many different subjects each row of an answer must
    stand for at least; the largest counts. Single records are then not shown at all. ``needs`` must be met beside those of
    the permit. ``notify_within_days`` is how soon the persons must be told who asked about them.
    """

    source: Source
    when: Condition
    masks: tuple[tuple[str, str, Mask], ...] = ()
    rows: tuple[RowPredicate, ...] = ()
    row_limit: int | None = None
    minimum_group: int | None = None
    needs: tuple[Need, ...] = ()
    notify_within_days: int | None = None


@dataclass(frozen=True, slots=True)
class Promise:
    """What must never be allowed: what ``never`` covers, unless one of the cases under ``unless`` holds.

    It decides nothing by itself: permits and prohibitions keep or break it. A permanent one must follow from prohibitions
    alone, so that no permit that anybody may add can break it.
    """

    source: Source
    never: Condition
    unless: tuple[Condition, ...] = ()
    is_permanent: bool = False


Rule: TypeAlias = Permit | Prohibition | Duty
