"""Random policies and requests: the same again from the same generator of numbers.

Knows: every form that an agency, a rule or a request can have.
Must not know: how decisions are made, files.

Hypothesis can stand behind the generator (``strategies.randoms``), and then shrinks what it finds; a seeded one gives large
policies, such as ``bench`` measures. Requests are mostly near a permit, so that about half of them are allowed.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date, timedelta
from functools import partial
from random import Random
from typing import Final, NamedTuple, TypeVar

from ostiary.model.agency import AGREEMENT_KINDS, LEVELS, STATUSES, Agency, Agreement
from ostiary.model.bundle import Basis, Bundle, Purpose
from ostiary.model.catalogue import COLUMN_TYPES, Catalogue, Column, RecordClass
from ostiary.model.request import BASES, Context, Request
from ostiary.model.rules import (
    MASK_TYPES,
    NEEDS,
    VOUCHED,
    Atom,
    Condition,
    Duty,
    Fact,
    Permit,
    Prohibition,
    RowPredicate,
    Source,
    Way,
)
from ostiary.policy.compiled_form import with_version

T = TypeVar("T")

NOON_DAY: Final = date(2026, 5, 1)
"""Most requests are of this day; rules begin and end around it."""


class Size(NamedTuple):
    """How much of each kind there is. Shares are of all rules; the rest are permits."""

    agencies: int
    purposes: int
    classes: int
    columns: int
    rules: int
    prohibitions: float = 0.15
    duties: float = 0.2


SMALL: Final = Size(agencies=5, purposes=4, classes=3, columns=3, rules=8, prohibitions=0.3, duties=0.3)
"""Small enough that everything meets everything."""


def large(rules: int) -> Size:
    """A policy of that many rules over a state's worth of agencies."""
    return Size(agencies=200, purposes=52, classes=40, columns=30, rules=rules)
