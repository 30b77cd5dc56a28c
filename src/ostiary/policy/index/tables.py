"""What was worked out of a bundle in advance: which rules accept what.

Knows: the facts of a request, and that each only ever takes rules away.
Must not know: what the rules that remain come to.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import reduce
from typing import Final, NamedTuple

from ostiary.model.bundle import Bundle
from ostiary.model.catalogue import RecordClass
from ostiary.model.rules import NEEDS, Need
from ostiary.policy.index.accepting import Accepting, AcceptingAny, accepting, verify_facts
from ostiary.policy.index.calendar import Calendar
from ostiary.policy.index.memo import Memo
from ostiary.policy.index.needs import FLAGS, Fulfilled, flags_of_context
from ostiary.policy.index.numbering import Numbering

# An entry is a key of some 200 bytes and numbers of a bit a rule: 0.9 kB with MAX_RULES, so 2 MB and 4 MB at most.
MAX_CIRCUMSTANCES: Final = 2_000
MAX_SIDES: Final = 2_000


class Side(NamedTuple):
    """An agency that counts in a request, the needs it meets, and the rules that accept it.

    ``bits`` are those that count with its needs as they are met, ``accepting`` are all, whatever their needs.
    """

    agency: str
    met: int
    bits: int
    accepting: int


class Group(NamedTuple):
    """Columns of one record class that no rule tells apart, in the order in which they were named, and who accepts them."""

    columns: tuple[str, ...]
    bits: int


class Tables:
    """The rules of a bundle by what they accept.

    ``circumstances`` has those that accept a role, a purpose and bases, and are in force on a day. ``sides`` has what an agency
    is by its code, whether there is a case, what is vouched for, and the day.
    """

    __slots__ = (
        "_agencies", "_bases", "_calendar", "_classes", "_columns", "_fields", "_fulfilled", "_known_bases",
        "_purposes", "_roles", "bundle", "circumstances", "numbering", "sides",
    )  # fmt: skip

    def __init__(self, bundle: Bundle) -> None:
        """Raises KeyError, TypeError or ValueError for a bundle whose rules cannot be evaluated."""
        self.bundle, self.numbering = bundle, Numbering(bundle)
        numbering = self.numbering
        verify_facts(numbering)
        self._agencies, self._purposes = accepting(numbering, "agency"), accepting(numbering, "purpose")
        self._roles, self._bases = accepting(numbering, "role"), AcceptingAny(numbering, "basis")
        self._classes, self._fields = accepting(numbering, "record_class"), accepting(numbering, "field")
        self._known_bases = bundle.known_bases
        classes = bundle.catalogue.classes
        self._columns = {name: self._columns_of(one) for name, one in classes.items()}
        self._calendar = Calendar(bundle, numbering)
        fulfilled = Fulfilled(numbering)
        # One number for each combination of needs: 32 of them.
        self._fulfilled = [fulfilled.by(met) for met in range(1 << len(NEEDS))]
        self.circumstances = Memo(self._circumstances, MAX_CIRCUMSTANCES)
        self.sides = Memo(self._side, MAX_SIDES)

    def agreed(self, side: Side, needs: Iterable[Need]) -> Side:
        """An agency as it would be if agreements met these needs."""
        met = reduce(lambda met, need: met | FLAGS[need], needs, side.met)
        return Side(side.agency, met, side.accepting & self._fulfilled[met], side.accepting)

    def groups(self, record_class: str, columns: Iterable[str]) -> tuple[Group, ...]:
        """Columns of a record class, also of one that is not there, as groups."""
        known = self._columns.get(record_class, {})
        classes = _accepting(self._classes, record_class, is_known=record_class in self._columns)
        strange, found = classes & self._fields.unknown, dict[int, list[str]]()
        for column in columns:
            found.setdefault(known.get(column, strange), []).append(column)
        return tuple(Group(tuple(names), bits) for bits, names in found.items())

    def columns(self, record_class: str) -> tuple[str, ...]:
        """All columns of a record class; of one that is not there a single one without a name."""
        return tuple(self._columns.get(record_class, ("",)))

    def _circumstances(self, key: tuple[str, str, frozenset[str], date]) -> int:
        role, purpose, basis, day = key
        is_known = basis <= self._known_bases
        bases = self._bases.known(basis) if is_known else self._bases.unknown
        roles = _accepting(self._roles, role, is_known=role != "")
        purposes = _accepting(self._purposes, purpose, is_known=purpose in self.bundle.purposes)
        return roles & purposes & bases & self._calendar.on(day).rules

    def _side(self, key: tuple[str, bool, frozenset[Need], date]) -> Side:
        agency, has_case, vouched, day = key
        known = self.bundle.agencies.get(agency)
        accepts = _accepting(self._agencies, agency, is_known=known is not None and known.status == "active")
        met = flags_of_context(has_case=has_case, vouched=vouched) | self._calendar.on(day).agreed.get(
            agency, 0
        )
        return Side(agency, met, accepts & self._fulfilled[met], accepts)

    def _columns_of(self, known: RecordClass) -> dict[str, int]:
        """The rules that accept each column of a record class; those that no rule tells apart have the same number."""
        classes, same = self._classes.known(known.name), dict[int, int]()
        bits = {one.name: classes & self._fields.known(f"{known.name}.{one.name}") for one in known.columns}
        return {name: same.setdefault(number, number) for name, number in bits.items()}


def _accepting(fact: Accepting, value: str, *, is_known: bool) -> int:
    return fact.known(value) if is_known else fact.unknown
