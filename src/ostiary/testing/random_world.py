"""Random agencies, purposes, records and agreements for policies to be about.

Knows: every form that an agency, a purpose, a record class and an agreement can have.
Must not know: rules, decisions.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import Final, NamedTuple, TypeVar

from ostiary.model.agency import AGREEMENT_KINDS, LEVELS, STATUSES, Agency, Agreement
from ostiary.model.bundle import Basis, Bundle, Purpose
from ostiary.model.catalogue import COLUMN_TYPES, Catalogue, Column, RecordClass
from ostiary.model.rules import Fact

T = TypeVar("T")

DAY: Final = date(2026, 5, 1)
"""Most requests are of this day; what begins or ends does so in the weeks around it."""

_KINDS: Final = ("police", "sheriff", "prosecutor", "immigration")
_STATES: Final = (None, "IL", "IN", "WI")
_LABELS: Final = ("location", "sensitive", "juvenile")


class Size(NamedTuple):
    """How much of each kind there is. Shares are of all rules; the rest are permits.

    ``tested`` are the facts that every rule tests. Of ten tests ``listed`` name their values one by one, at least.
    """

    agencies: int
    purposes: int
    classes: int
    columns: int
    rules: int
    prohibitions: float = 0.15
    duties: float = 0.2
    tested: tuple[Fact, ...] = ("agency", "purpose", "record_class")
    listed: int = 8


SMALL: Final = Size(4, 3, 2, 3, rules=8, prohibitions=0.3, duties=0.3, tested=(), listed=2)
"""Small enough that everything meets everything."""


def large(rules: int) -> Size:
    """A policy of that many rules over the agencies of a state."""
    return Size(200, 52, 40, 30, rules)


def random_world(rng: Random, size: Size) -> Bundle:
    """A bundle without rules."""
    agencies = {f"a{n}": _agency(rng, n) for n in range(size.agencies)}
    return Bundle(
        name="random",
        title="Random",
        version="",
        custodian="the clerk",
        case_form="[0-9]+",
        case_example="1",
        agencies=agencies,
        purposes={f"p{n}": Purpose(f"p{n}", f"P {n}", _parent(rng, "p", n)) for n in range(size.purposes)},
        # Some agencies have none, some several.
        agreements=tuple(_agreement(rng, n, rng.choice([*agencies])) for n in range(size.agencies)),
        officials={},
        catalogue=Catalogue({f"c{n}": _record_class(rng, n, size.columns) for n in range(size.classes)}),
        permits=(),
        prohibitions=(),
        duties=(),
        bases={"own-basis": Basis("own-basis", "A basis of its own")},
    )


def some_of(rng: Random, values: Sequence[T], most: int) -> tuple[T, ...]:
    """At most so many different ones, none among the numbers."""
    return tuple(rng.sample(values, rng.randint(0, min(most, len(values)))))


def random_days(rng: Random) -> tuple[date | None, date | None]:
    """The first day and the first day after: mostly without end, and mostly with DAY among them."""
    start = rng.choice((None, None, DAY - timedelta(40), DAY, DAY + timedelta(20)))
    end = rng.choice((None, None, None, DAY, DAY + timedelta(1), DAY + timedelta(40)))
    return start, end


def _parent(rng: Random, letter: str, number: int) -> str | None:
    """One of those before, so that there are no circles."""
    return f"{letter}{rng.randrange(number)}" if number and rng.randrange(3) else None


def _agency(rng: Random, number: int) -> Agency:
    return Agency(
        f"a{number}",
        f"A {number}",
        rng.choice(LEVELS),
        rng.choice(_KINDS),
        _parent(rng, "a", number),
        state=rng.choice(_STATES),
        status="active" if rng.randrange(6) else rng.choice(STATUSES),
        labels=frozenset(some_of(rng, ("287g", "task-force"), 1)),
    )


def _agreement(rng: Random, number: int, agency: str) -> Agreement:
    start, end = random_days(rng)
    first = start or DAY - timedelta(400)
    after = end.isoformat() if end else None
    return Agreement(f"g{number}", agency, "G", "s. 1", first.isoformat(), after, rng.choice(AGREEMENT_KINDS))


def _record_class(rng: Random, number: int, columns: int) -> RecordClass:
    return RecordClass(
        f"c{number}",
        "city",
        f"C {number}",
        tuple(
            Column(f"x{place}", rng.choice(COLUMN_TYPES), frozenset(some_of(rng, _LABELS, 1)))
            for place in range(columns)
        ),
        labels=frozenset(some_of(rng, ("person", "public"), 1)),
    )
